import Foundation

/// Takes name resolution away from a process, and gives it back.
struct LostNames {
    private let library: PreloadedLibrary
    /// They are lost while it is there.
    private let sign: URL

    init(in folder: URL) throws {
        library = try PreloadedLibrary("names", source: Self.source, in: folder)
        sign = folder.appending(path: "names.lost")
    }

    /// For a shell in which `$0` is the program.
    var command: String { library.command("NAMES_LOST", sign.path) }

    func lose() throws { try Data().write(to: sign) }

    func giveBack() throws { try FileManager.default.removeItem(at: sign) }

    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <netdb.h>
        #include <stdlib.h>
        #include <unistd.h>
        int getaddrinfo(const char *host, const char *port, const struct addrinfo *hints, struct addrinfo **found) {
            static int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
            const char *sign = getenv("NAMES_LOST");
            if (sign && access(sign, F_OK) == 0) return EAI_AGAIN;
            if (!next) next = dlsym(RTLD_NEXT, "getaddrinfo");
            return next(host, port, hints, found);
        }
        """
}
