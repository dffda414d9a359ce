import Foundation
import Synchronization

/// The thread that serves a proxy, and does between two events what others ask for.
final class ProxyThread: Sendable {
    private typealias Work = @Sendable (inout ProxyState) -> Void

    private let work = Mutex<[Work]>([])
    private let wakeUp: FileHandle
    private let wokenBy: FileHandle

    init(_ state: sending ProxyState) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SupportError.errno("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wokenBy = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        wakeUp = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        let start = Mutex<ProxyState?>(state)
        Thread.detachNewThread { [self] in
            // The only copy: a second one would keep a listener open.
            if var state = start.withLock({ $0.take() }) { serve(&state) }
        }
    }

    /// Runs `body` on the thread and waits for it.
    func run(_ body: @escaping @Sendable (inout ProxyState) -> Void) {
        let done = DispatchSemaphore(value: 0)
        ask { state in
            body(&state)
            done.signal()
        }
        done.wait()
    }

    /// Ends all connections and the thread, which waits for nobody.
    func stop() {
        ask { $0.isStopped = true }
    }

    private func ask(_ body: @escaping Work) {
        work.withLock { $0.append(body) }
        try? wakeUp.write(contentsOf: Data([1]))
    }

    private func serve(_ state: inout ProxyState) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
        defer { buffer.deallocate() }
        while !state.isStopped {
            state.serve(wakeUp: wokenBy.fileDescriptor, buffer)
            for body in work.withLock({ work in
                defer { work = [] }
                return work
            }) {
                body(&state)
            }
        }
    }
}
