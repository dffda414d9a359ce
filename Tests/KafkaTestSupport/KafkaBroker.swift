import Foundation
import Synchronization

/// One broker of a test cluster.
///
/// It keeps its data and its ports when it is down.
package final class KafkaBroker: Sendable {
    package let id: Int
    /// Its own, also when it is behind a proxy.
    package let port: UInt16
    /// What its clients come through, where the cluster was started so.
    package let proxy: TCPProxy?

    private let home: KafkaHome
    private let directory: URL
    private let process = Mutex<ChildProcess?>(nil)

    init(_ settings: BrokerSettings, home: KafkaHome, directory: URL) throws {
        id = settings.node.id
        port = settings.node.port
        proxy = try settings.node.proxy.map { try TCPProxy(to: settings.node.port, at: $0.port) }
        self.home = home
        self.directory = directory
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try settings.text.write(to: Self.settingsFile(in: directory), atomically: true, encoding: .utf8)
    }

    static func settingsFile(in directory: URL) -> URL { directory.appending(path: "server.properties") }

    /// Where its clients find it.
    package var bootstrapServer: String { "127.0.0.1:\(proxy?.port ?? port)" }

    /// The log of the current or last process of this broker.
    package var log: OutputFile? { process.withLock { $0?.standardOutput } }

    /// Starts it where it is down.
    ///
    /// Returns before it is ready: `KafkaCluster.waitUntilReady`.
    package func start() throws {
        try process.withLock { process in
            if let process, process.exit == nil { return }
            process = try home.run(
                "kafka.Kafka",
                arguments: [Self.settingsFile(in: directory).path],
                logDirectory: directory,
                heap: "512m"
            )
        }
    }

    /// SIGKILL: what it has not written is lost, its clients see their connections reset.
    package func kill() async throws {
        try await current?.kill()
    }

    /// SIGSTOP: its clients hear nothing more, their connections stay open.
    package func pause() { current?.send(.pause) }

    /// SIGCONT after `pause`.
    package func resume() { current?.send(.resume) }

    /// SIGTERM: hands its partitions over first.
    package func shutDown() async throws {
        guard let current else { return }
        current.send(.terminate)
        try await current.waitForExit()
    }

    /// Shuts it down and starts it anew.
    ///
    /// Returns before it is ready: `KafkaCluster.waitUntilReady`.
    package func restart() async throws {
        try await shutDown()
        try start()
    }

    /// Fails when the process has ended.
    func checkAlive() throws {
        guard let current, let exit = current.exit else { return }
        throw SupportError(.exited, "broker \(id) ended: \(exit)\n\(current.standardOutput.tail())")
    }

    private var current: ChildProcess? { process.withLock { $0 } }
}
