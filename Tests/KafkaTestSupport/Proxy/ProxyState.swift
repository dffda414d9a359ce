import Foundation

/// How bytes travel between clients and their broker.
struct ProxyPaths {
    var toBroker = NetworkPath()
    var toClient = NetworkPath()
}

/// All that a proxy holds; touched only by its own thread.
struct ProxyState {
    let port: UInt16
    let target: UInt16
    var paths = ProxyPaths()
    /// Nil while connections are refused.
    var listener: LoopbackSocket?
    var connections: [ProxiedConnection] = []
    var arrivedBytes = 0
    var isStopped = false

    init(port: UInt16, target: UInt16) throws {
        self.port = port
        self.target = target
        listener = try .listening(at: port)
    }

    /// Waits until something is to be done, and does it.
    mutating func serve(wakeUp: Int32, _ buffer: UnsafeMutableRawBufferPointer) {
        var interests = [
            pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0),
            pollfd(fd: listener?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        for connection in connections {
            let events = connection.events(paths)
            for (socket, events) in [(connection.client, events.client), (connection.broker, events.broker)] {
                // Of one that nothing is wanted of, an end would be told again and again.
                interests.append(pollfd(fd: events == 0 ? -1 : socket.descriptor, events: events, revents: 0))
            }
        }
        poll(&interests, nfds_t(interests.count), wait())
        if interests[0].revents != 0 { _ = read(wakeUp, buffer.baseAddress, buffer.count) }
        let now = ContinuousClock.now
        for index in connections.indices {
            let hasEvent = interests[2 + 2 * index].revents != 0 || interests[3 + 2 * index].revents != 0
            guard hasEvent || connections[index].nextArrival(after: now, paths).map({ $0 <= now }) ?? false else {
                continue
            }
            arrivedBytes += connections[index].move(by: now, paths, buffer)
        }
        connections.removeAll { $0.isOver }
        if interests[1].revents != 0 { accept() }
    }

    /// Takes what waits; where the broker takes no connection, the client's is cut.
    private mutating func accept() {
        while let client = listener?.accepted() {
            if let broker = LoopbackSocket.connecting(to: target) {
                connections.append(ProxiedConnection(client: client, broker: broker))
            } else {
                client.resetAtClose()
            }
        }
    }

    /// Milliseconds until something arrives; -1 when only an event can change anything.
    private func wait() -> Int32 {
        let now = ContinuousClock.now
        guard let next = connections.compactMap({ $0.nextArrival(after: now, paths) }).min() else { return -1 }
        let rest = now.duration(to: next) / .milliseconds(1)
        return Int32(max(0, min(rest.rounded(.up), 60_000)))
    }
}
