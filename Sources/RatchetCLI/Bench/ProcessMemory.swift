import CMalloc
import Foundation

/// The memory of this process.
enum ProcessMemory {
    /// Bytes that malloc has handed out.
    static var allocated: Int {
        let info = mallinfo2()
        return Int(info.uordblks + info.hblkhd)
    }

    /// What is handed out once it does not get less any more: what was needed for a while is freed by other threads.
    static func settled() async -> Int {
        var least = allocated
        var quiet = 0
        while quiet < 10 {
            try? await Task.sleep(for: .milliseconds(100))
            let now = allocated
            quiet = now < least ? 0 : quiet + 1
            least = min(least, now)
        }
        return least
    }
}
