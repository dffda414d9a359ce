import Foundation
import KafkaClient

/// A record of `triggers`, good or bad.
struct RawTrigger: Sendable {
    var value: [UInt8]?
    var headers: [(name: String, value: [UInt8])] = []
    /// Any, when nil.
    var partition: Int32?

    init(_ value: [UInt8]?, headers: [(String, String)] = []) {
        self.value = value
        self.headers = headers.map { ($0.0, Array($0.1.utf8)) }
    }

    init(_ text: String, headers: [(String, String)] = []) { self.init(Array(text.utf8), headers: headers) }

    /// Plain JSON.
    init(
        job: String,
        id: String,
        tenant: String? = nil,
        notBefore: Date? = nil,
        parameters: [String: any Sendable] = [:]
    ) throws {
        var object: [String: Any] = ["job": job, "id": id, "parameters": parameters]
        if let tenant { object["tenant"] = tenant }
        if let notBefore { object["notBefore"] = notBefore.formatted(.iso8601) }
        self.init(Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)))
    }

    func record(for topic: String) -> OutgoingRecord {
        OutgoingRecord(topic: topic, partition: partition, key: nil as [UInt8]?, value: value, headers: headers)
    }
}
