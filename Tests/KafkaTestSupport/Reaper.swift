import Foundation

/// Ends what this process started once this process ends, however it ends.
///
/// A `sh` reads a pipe whose only write end is here. The kernel closes that end when this process dies, of SIGKILL too;
/// the shell then kills every process group it was told of and removes the directory of temporary files.
/// (`PR_SET_PDEATHSIG` would not do: it fires when the *thread* that started the child ends.)
final class Reaper: Sendable {
    /// All temporary directories of this process are made in it.
    let directory: URL
    private let pipe: FileHandle

    private static let instance = Result { try Reaper() }

    static var shared: Reaper { get throws { try instance.get() } }

    private static let script = """
        trap '' HUP INT TERM
        groups=' '
        while read -r verb group; do
            case $verb in
                adopt) groups="$groups$group " ;;
                release)
                    case $groups in
                        *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;;
                    esac ;;
            esac
        done
        for group in $groups; do kill -s KILL -- "-$group"; done
        for group in $groups; do
            tries=100
            while kill -s 0 -- "-$group" && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
        done
        rm -rf -- "$1"
        """

    private init() throws {
        directory = FileManager.default.temporaryDirectory
            .appending(path: "ratchet-tests-\(getpid())-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)

        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else { throw SupportError.errno("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let readEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        pipe = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)

        _ = try spawn(
            "/bin/sh",
            arguments: ["-c", Self.script, "ratchet-reaper", directory.path],
            environment: ["PATH": "/usr/bin:/bin"],
            input: readEnd.fileDescriptor
        )
    }

    /// Kills this process group when we end.
    func adopt(_ processGroup: Int32) throws { try pipe.write(contentsOf: Data("adopt \(processGroup)\n".utf8)) }

    /// It has ended: its number may soon be another's.
    func release(_ processGroup: Int32) { try? pipe.write(contentsOf: Data("release \(processGroup)\n".utf8)) }
}
