import Ratchet
import RatchetEngine
import RatchetKafka

/// Records of `triggers` and what to decode them with.
enum Triggers {
    static let plain =
        #"{"job":"historical-import","id":"import-2026-11-24","tenant":"acme","#
        + #""parameters":{"file":"orders.csv"},"notBefore":"2026-11-24T02:00:00Z","priority":9}"#
    static let structured =
        #"{"specversion":"1.0","type":"acme.import","source":"/crm","subject":"historical-import","#
        + #""id":"import-2026-11-24","tenant":"acme","data":{"file":"orders.csv"},"#
        + #""notbefore":"2026-11-24T02:00:00Z","priority":9,"traceparent":"\#(Samples.traceparent)"}"#
    static let binaryHeaders = [
        "ce_specversion": "1.0", "ce_type": "acme.import", "ce_source": "/crm", "ce_subject": "historical-import",
        "ce_id": "import-2026-11-24", "ce_tenant": "acme", "ce_notbefore": "2026-11-24T02:00:00Z", "ce_priority": "9",
        "ce_traceparent": Samples.traceparent, "content-type": "application/json",
    ]

    static let decoder = TriggerDecoder(jobs: [
        "historical-import": RegisteredJob(
            name: "historical-import",
            retry: .attempts(2),
            deadline: .seconds(60),
            priority: 5,
            parameters: { given in
                let given = given?.bytes ?? Array("{}".utf8)
                if given.text.contains("nonsense") { throw Nonsense() }
                return given
            },
            make: { throw Nonsense() }
        )
    ])

    struct Nonsense: Error, CustomStringConvertible {
        var description: String { "job 'historical-import': parameter `file` must be a name" }
    }

    static func record(
        _ value: [UInt8]?,
        key: [UInt8]? = [0xFF],
        headers: [Rejection.Header] = []
    ) -> InboxRecord {
        InboxRecord(
            topic: "ratchet.triggers",
            partition: 3,
            offset: 1042,
            timestamp: 1_795_485_418_624,
            key: key,
            value: value,
            headers: headers
        )
    }

    static func headers(_ values: [String: String]) -> [Rejection.Header] {
        values.sorted { $0.key < $1.key }.map { Rejection.Header(name: $0.key, value: Array($0.value.utf8)) }
    }

    static func decode(_ value: String?, headers: [String: String] = [:]) -> TriggerDecision {
        decoder.decode(record(value.map { Array($0.utf8) }, headers: self.headers(headers)), now: Samples.now)
    }

    static func structured(_ value: String) -> TriggerDecision {
        decode(value, headers: ["content-type": "application/cloudevents+json; charset=UTF-8"])
    }

    static func binary(_ value: String?, changing changes: [String: String?] = [:]) -> TriggerDecision {
        var headers = binaryHeaders
        for (name, value) in changes { headers[name] = value }
        return decode(value, headers: headers)
    }
}

extension TriggerDecision {
    var run: RunFacts? {
        if case .start(let run) = self { run } else { nil }
    }

    var rejection: Rejection? {
        if case .reject(let rejection) = self { rejection } else { nil }
    }
}
