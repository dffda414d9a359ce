import Foundation

/// Asks a broker which brokers it knows: one request of Kafka's protocol, a millisecond, no client library.
///
/// A broker is listed from when the controller lets it serve until it is known to be gone.
enum MetadataProbe {
    private static let queue = DispatchQueue(label: "ratchet.tests.metadata-probe", attributes: .concurrent)

    /// How many brokers the one at `port` knows; nil while it does not answer.
    static func brokerCount(port: UInt16) async -> Int? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: ask(port)) }
        }
    }

    private static func ask(_ port: UInt16) -> Int? {
        guard let socket = LoopbackSocket(), socket.connect(to: port), socket.send(request),
            let size = socket.receive(4).map(integer), size >= 12,
            let start = socket.receive(12)
        else { return nil }
        return Int(integer(Array(start[8..<12])))  // after the correlation id and the throttle time
    }

    /// Metadata, version 4, of no topic.
    private static let request: [UInt8] = [
        0, 0, 0, 15,  // size of what follows
        0, 3, 0, 4,  // api key, api version
        0, 0, 0, 1,  // correlation id
        0xff, 0xff,  // no client id
        0, 0, 0, 0,  // no topic
        0,  // create none
    ]

    private static func integer(_ bytes: [UInt8]) -> Int32 {
        bytes.reduce(0) { $0 << 8 | Int32($1) }
    }
}
