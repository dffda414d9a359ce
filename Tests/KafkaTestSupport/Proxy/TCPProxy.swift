import Foundation
import Synchronization

/// Stands between clients and their broker, and is as bad a network as it is told to be.
///
/// Serves on the loopback interface, on a thread of its own, until its owner lets it go. What is asked of it has happened
/// when the call returns, a moment later. Kafka's clients go where their brokers say they are to be found: a broker behind
/// a proxy must advertise the proxy's port (`KafkaCluster.start(behindProxies:)`).
package final class TCPProxy: Sendable {
    /// Where it listens.
    package let port: UInt16
    private let thread: ProxyThread

    /// Begins to listen and to forward.
    ///
    /// - Parameter target: The port that it forwards to; it need not be open yet.
    /// - Throws: `SupportError.system`.
    package convenience init(to target: UInt16) throws {
        try self.init(to: target, at: try FreePorts.take(1)[0])
    }

    init(to target: UInt16, at port: UInt16) throws {
        self.port = port
        thread = try ProxyThread(ProxyState(port: port, target: target))
    }

    deinit { thread.stop() }

    /// Changes how bytes travel in one direction, or in both; those that are under way included.
    package func shape(
        _ direction: NetworkDirection? = nil,
        _ change: @escaping @Sendable (inout NetworkPath) -> Void
    ) {
        thread.run { state in
            if direction != .toClient { change(&state.paths.toBroker) }
            if direction != .toBroker { change(&state.paths.toClient) }
        }
    }

    /// Resets all connections; new ones are taken.
    package func cut() {
        thread.run { state in
            for connection in state.connections {
                connection.client.resetAtClose()
                connection.broker.resetAtClose()
            }
            state.connections = []
        }
    }

    /// Refuses new connections, as if nobody listened; those that there are go on.
    package func refuse() {
        thread.run { $0.listener = nil }
    }

    /// Is a good network again: takes connections, and holds nothing back.
    ///
    /// - Throws: `SupportError.system` when somebody else listens at its port by now.
    package func heal() throws {
        let failure = Mutex<SupportError?>(nil)
        thread.run { state in
            state.paths = ProxyPaths()
            guard state.listener == nil else { return }
            do {
                state.listener = try .listening(at: state.port)
            } catch {
                failure.withLock { $0 = error as? SupportError }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// How many connections it holds.
    package var connections: Int { ask(\.connections.count) }

    /// How many bytes have arrived so far, in both directions.
    package var arrivedBytes: Int { ask(\.arrivedBytes) }

    private func ask(_ question: @escaping @Sendable (ProxyState) -> Int) -> Int {
        let answer = Mutex(0)
        thread.run { state in
            let count = question(state)
            answer.withLock { $0 = count }
        }
        return answer.withLock { $0 }
    }
}
