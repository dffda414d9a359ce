import Synchronization

/// The last statistics of each of a process's clients.
package final class ClientMetrics: Sendable {
    private struct State {
        var clients: [String: ClientStatistics] = [:]
        var unreadable = 0
    }

    private let state = Mutex(State())
    /// A client that was silent for so many microseconds is gone: producers are made anew after a doubt.
    private let patience: Int

    /// - Parameter interval: how often each client tells its statistics.
    package init(interval: Duration) {
        patience = Int(min(interval, .days(1)) / .microseconds(1)) * 3
    }

    package var clients: [ClientStatistics] {
        state.withLock { $0.clients.values.sorted { $0.name < $1.name } }
    }

    /// Statistics that were no JSON of librdkafka's.
    package var unreadable: Int { state.withLock { $0.unreadable } }

    /// May be called on any thread.
    package func take(_ json: String) {
        // Outside of the lock: it takes longest.
        let statistics = try? ClientStatistics(json: json)
        state.withLock { state in
            guard let statistics else {
                state.unreadable += 1
                return
            }
            state.clients = state.clients.filter { statistics.time - $0.value.time <= patience }
            state.clients[statistics.name] = statistics
        }
    }

    /// All clients in a line of the log; empty as long as none has told anything.
    package var summary: [String: String] {
        let clients = clients
        guard !clients.isEmpty else { return [:] }
        var words = [
            "kafka.clients": "\(clients.count)",
            "kafka.queued": "\(clients.reduce(0) { $0 + $1.queued })",
            "kafka.sent.bytes": "\(clients.reduce(0) { $0 + $1.bytesSent })",
            "kafka.received.bytes": "\(clients.reduce(0) { $0 + $1.bytesReceived })",
            "kafka.lag": "\(clients.reduce(0) { $0 + ($1.lag ?? 0) })",
        ]
        // A consumer's include the time that a broker waits for records.
        let roundTrips = clients.filter { $0.kind == "producer" }.compactMap(\.roundTrip)
        if let slowest = roundTrips.max(by: { $0.p99 < $1.p99 }) {
            words["kafka.roundtrip.p50.us"] = "\(slowest.p50)"
            words["kafka.roundtrip.p99.us"] = "\(slowest.p99)"
        }
        let states = Dictionary(grouping: clients.compactMap(\.transaction)) { $0 }
        if !states.isEmpty {
            words["kafka.transactions"] = states.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value.count)" }.joined(separator: ", ")
        }
        return words
    }
}

extension ClientStatistics {
    /// This client in a line of the log.
    package var metadata: [String: String] {
        var words = [
            "kafka.client": name,
            "kafka.queued": "\(queued)",
            "kafka.sent.bytes": "\(bytesSent)",
            "kafka.received.bytes": "\(bytesReceived)",
        ]
        if let roundTrip {
            words["kafka.roundtrip.p50.us"] = "\(roundTrip.p50)"
            words["kafka.roundtrip.p99.us"] = "\(roundTrip.p99)"
        }
        words["kafka.lag"] = lag.map { "\($0)" }
        words["kafka.transaction"] = transaction
        return words
    }
}
