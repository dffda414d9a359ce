import Foundation

/// For a loop that serves many sockets: no call waits.
extension LoopbackSocket {
    enum Transfer {
        case bytes(Int)
        /// Nothing can be read or written now.
        case notNow
        /// The peer has closed its side, or the connection is gone.
        case ended
    }

    /// A socket that takes connections at `port`.
    static func listening(at port: UInt16) throws -> LoopbackSocket {
        guard let socket = LoopbackSocket(), socket.bind(to: port), listen(socket.descriptor, 128) == 0 else {
            throw SupportError.errno("listen at port \(port)")
        }
        socket.stopBlocking()
        return socket
    }

    /// The next connection that waits to be taken.
    func accepted() -> LoopbackSocket? {
        let socket = LoopbackSocket(descriptor: accept(descriptor, nil, nil))
        socket?.stopBlocking()
        socket?.sendAtOnce()
        return socket
    }

    /// A socket that connects to `port` in the background; nil when that is refused at once.
    static func connecting(to port: UInt16) -> LoopbackSocket? {
        guard let socket = LoopbackSocket() else { return nil }
        socket.stopBlocking()
        socket.sendAtOnce()
        return socket.connect(to: port) || errno == EINPROGRESS ? socket : nil
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        transfer(recv(descriptor, buffer.baseAddress, buffer.count, 0), endsAtZero: true)
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        transfer(Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)), endsAtZero: false)
    }

    /// Tells the peer that nothing more comes; it may go on sending.
    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The peer will see the connection reset when this is closed, not ended in good order.
    func resetAtClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
    }

    private func transfer(_ count: Int, endsAtZero: Bool) -> Transfer {
        if count > 0 { return .bytes(count) }
        if count == 0 { return endsAtZero ? .ended : .notNow }
        return errno == EAGAIN || errno == EINTR || errno == ENOTCONN ? .notNow : .ended
    }

    private func stopBlocking() {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    private func sendAtOnce() {
        var noDelay: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
    }
}
