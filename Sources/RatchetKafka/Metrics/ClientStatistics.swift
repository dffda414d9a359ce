import Foundation

/// What librdkafka says of one client, as far as an operator wants to know.
package struct ClientStatistics: Sendable, Equatable {
    /// `consumer` or `producer`.
    package let kind: String
    /// Unique in the process: `ratchet#producer-3`.
    package let name: String
    /// Microseconds of a clock of the process that never goes back.
    let time: Int
    /// To the slowest broker that answered since the last statistics; nil when none did.
    package let roundTrip: RoundTrip?
    /// Records that wait to be delivered.
    package let queued: Int
    package let bytesSent: Int
    package let bytesReceived: Int
    /// Records of the assigned partitions that the consumer has not got yet; nil for others.
    package let lag: Int?
    /// As librdkafka names it, such as `InTransaction`; nil for clients without transactions.
    package let transaction: String?

    /// Of requests to one broker, in microseconds.
    package struct RoundTrip: Sendable, Equatable {
        package let p50: Int
        package let p99: Int
    }

    /// Throws a `DecodingError` when this is not the JSON that librdkafka documents in `STATISTICS.md`.
    init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let told = try decoder.decode(Told.self, from: Data(json.utf8))
        kind = told.type
        name = told.name
        time = told.ts
        roundTrip = told.brokers.values.compactMap(\.answered).max { $0.p99 < $1.p99 }
        queued = told.msgCnt
        bytesSent = told.txBytes
        bytesReceived = told.rxBytes
        let partitions = told.topics.values.flatMap(\.partitions.values)
        lag = told.type == "consumer" ? partitions.reduce(0) { $0 + $1.lag } : nil
        // Where a client without transactions stays.
        transaction = told.eos?.txnState.flatMap { $0 == "Init" ? nil : $0 }
    }

    /// The names are librdkafka's: `msg_cnt` is `msgCnt`.
    private struct Told: Decodable {
        let name: String
        let type: String
        let ts: Int
        let msgCnt: Int
        let txBytes: Int
        let rxBytes: Int
        let brokers: [String: Broker]
        let topics: [String: Topic]
        let eos: Transactions?

        struct Broker: Decodable {
            let rtt: Window?

            var answered: RoundTrip? {
                guard let rtt, rtt.cnt > 0 else { return nil }
                return RoundTrip(p50: rtt.p50, p99: rtt.p99)
            }
        }

        struct Window: Decodable {
            let cnt: Int
            let p50: Int
            let p99: Int
        }

        struct Topic: Decodable {
            let partitions: [String: Partition]
        }

        struct Partition: Decodable {
            let fetchState: String
            let appOffset: Int
            let nextOffset: Int
            let lsOffset: Int

            /// The library's own lag is that to the committed offset, which it does not know: producers commit.
            var lag: Int {
                let place = appOffset >= 0 ? appOffset : nextOffset
                guard fetchState == "active", place >= 0 else { return 0 }
                return max(0, lsOffset - place)
            }
        }

        struct Transactions: Decodable {
            let txnState: String?
        }
    }
}
