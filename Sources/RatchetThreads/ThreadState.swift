import Foundation

/// Whether a thread of this process waits for something other than a processor.
package enum ThreadState {
    #if os(Linux)
    /// The number of the thread that asks.
    package static var current: pid_t {
        // <process>/task/<thread>; glibc shows Swift no gettid.
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
        return link?.split(separator: "/").last.flatMap { pid_t($0) } ?? 0
    }

    /// As the kernel has it in `/proc` (proc(5)); true where it cannot be read.
    package static func isAsleep(_ thread: pid_t) -> Bool {
        guard let file = fopen("/proc/self/task/\(thread)/stat", "r") else { return true }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 128)
        let count = fread(&line, 1, line.count, file)
        // The name before it may hold anything.
        guard let end = line[..<count].lastIndex(of: UInt8(ascii: ")")), end + 2 < count else { return true }
        return line[end + 2] != UInt8(ascii: "R")
    }
    #else
    package static var current: pid_t { 0 }

    package static func isAsleep(_ thread: pid_t) -> Bool { true }
    #endif
}
