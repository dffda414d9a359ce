import Foundation

extension KafkaHome {
    /// The installation that `KAFKA_HOME` names.
    package static func fromEnvironment() throws -> KafkaHome {
        guard let path = ProcessInfo.processInfo.environment["KAFKA_HOME"], !path.isEmpty else {
            throw SupportError(.unavailable, "KAFKA_HOME is not set")
        }
        return try KafkaHome(path: path)
    }

    /// Why no test can start brokers of its own, or nil when it can.
    package static var missing: String? {
        do {
            _ = try fromEnvironment()
            return nil
        } catch {
            return (error as? SupportError)?.message ?? "\(error)"
        }
    }
}
