import Foundation

/// A connection of a client, the one to its broker, and what is under way between them.
struct ProxiedConnection {
    let client: LoopbackSocket
    let broker: LoopbackSocket
    private var toBroker = Flow()
    private var toClient = Flow()

    private struct Flow {
        var bytes = BytesUnderWay()
        /// The sender has closed its side.
        var isEnded = false
        /// The receiver has been told so.
        var isClosed = false
        /// The receiver cannot take more at the moment.
        var isBlocked = false
    }

    init(client: LoopbackSocket, broker: LoopbackSocket) {
        self.client = client
        self.broker = broker
    }

    /// Both sides have ended, or one is gone.
    private(set) var isOver = false

    /// What to wait for, of the client's socket and of the broker's.
    func events(_ paths: ProxyPaths) -> (client: Int16, broker: Int16) {
        (
            client: Self.events(from: toBroker, paths.toBroker, to: toClient),
            broker: Self.events(from: toClient, paths.toClient, to: toBroker)
        )
    }

    private static func events(from source: Flow, _ path: NetworkPath, to sink: Flow) -> Int16 {
        var events: Int32 = 0
        if !source.isEnded, !source.bytes.isFull, !path.isSilent { events |= POLLIN }
        if sink.isBlocked { events |= POLLOUT }
        return Int16(events)
    }

    func nextArrival(after now: ContinuousClock.Instant, _ paths: ProxyPaths) -> ContinuousClock.Instant? {
        [(toBroker, paths.toBroker), (toClient, paths.toClient)].compactMap { flow, path in
            flow.isBlocked ? nil : flow.bytes.nextArrival(after: now, on: path)
        }.min()
    }

    /// Reads what was sent and writes what arrives.
    ///
    /// - Returns: how many bytes have arrived.
    mutating func move(
        by now: ContinuousClock.Instant,
        _ paths: ProxyPaths,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        let up = move(\.toBroker, from: client, to: broker, paths.toBroker, by: now, buffer)
        let down = move(\.toClient, from: broker, to: client, paths.toClient, by: now, buffer)
        if toBroker.isClosed, toClient.isClosed { isOver = true }
        return up + down
    }

    private mutating func move(
        _ flow: WritableKeyPath<Self, Flow>,
        from source: LoopbackSocket,
        to sink: LoopbackSocket,
        _ path: NetworkPath,
        by now: ContinuousClock.Instant,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard !path.isSilent else { return 0 }
        while !self[keyPath: flow].isEnded, !self[keyPath: flow].bytes.isFull {
            guard case .bytes(let count) = read(flow, from: source, buffer) else { break }
            self[keyPath: flow].bytes.send(ArraySlice(buffer[..<count]), at: now)
        }
        var arrived = 0
        self[keyPath: flow].isBlocked = false
        var outcome = LoopbackSocket.Transfer.bytes(0)
        self[keyPath: flow].bytes.arrive(by: now, on: path) { bytes in
            outcome = sink.write(bytes)
            guard case .bytes(let count) = outcome else { return 0 }
            arrived += count
            return count
        }
        switch outcome {
        case .bytes: break
        case .notNow: self[keyPath: flow].isBlocked = true
        case .ended: isOver = true
        }
        if self[keyPath: flow].isEnded, self[keyPath: flow].bytes.isEmpty, !self[keyPath: flow].isClosed {
            sink.endWriting()
            self[keyPath: flow].isClosed = true
        }
        return arrived
    }

    private mutating func read(
        _ flow: WritableKeyPath<Self, Flow>,
        from source: LoopbackSocket,
        _ buffer: UnsafeMutableRawBufferPointer
    ) -> LoopbackSocket.Transfer {
        let outcome = source.read(into: buffer)
        if case .ended = outcome { self[keyPath: flow].isEnded = true }
        return outcome
    }
}
