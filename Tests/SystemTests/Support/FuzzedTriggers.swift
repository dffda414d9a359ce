import Foundation
import KafkaTestSupport

/// Triggers that are more or less broken, each with an id of its own.
struct FuzzedTriggers {
    private var random: SeededRandom
    private var count = 0

    init(_ random: SeededRandom) { self.random = random }

    mutating func next() -> RawTrigger {
        count += 1
        // Long enough that a slip does not make another's.
        let id = "fuzz-\(count)-\(random.next())"
        return switch Int.random(in: 0..<6, using: &random) {
        case 0: RawTrigger(noise())
        case 1: RawTrigger(mixture(id))
        case 2: cloudEvent(id)
        case 3: RawTrigger(mutated(event(id)), headers: [("content-type", "application/cloudevents+json")])
        default: RawTrigger(mutated(#"{"job":"quiet","id":"\#(id)","tenant":"acme","parameters":{"times":2}}"#))
        }
    }

    private func event(_ id: String) -> String {
        #"{"specversion":"1.0","type":"t","source":"/s","subject":"quiet","id":"\#(id)","data":{"times":2}}"#
    }

    private mutating func noise() -> [UInt8]? {
        guard Int.random(in: 0..<10, using: &random) > 0 else { return nil }
        return (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random)
        }
    }

    /// Sound JSON; each field has some value or is missing.
    private mutating func mixture(_ id: String) -> String {
        let values = [
            "null", "1", "-3.5e7", "\"quiet\"", "\"\"", "[]", "{}", "true", #"{"times":1}"#, #"{"times":"x"}"#,
            #""2026-11-24T02:00:00Z""#, #""\ud800""#, "123456789012345678901234567890",
        ]
        var fields = [#""id":"\#(id)""#, #""job":"quiet""#]
        for name in ["job", "id", "tenant", "parameters", "notBefore", "priority", "other"] {
            guard Bool.random(using: &random), let value = values.randomElement(using: &random) else { continue }
            fields.append("\"\(name)\":\(value)")
        }
        return "{\(fields.shuffled(using: &random).joined(separator: ","))}"
    }

    /// CloudEvents in headers; some of them missing or broken.
    private mutating func cloudEvent(_ id: String) -> RawTrigger {
        var headers = [
            ("ce_specversion", "1.0"), ("ce_type", "t"), ("ce_source", "/s"), ("ce_subject", "quiet"), ("ce_id", id),
            ("ce_priority", "5"), ("ce_notbefore", "2026-11-24T02:00:00Z"), ("content-type", "application/json"),
        ]
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let index = Int.random(in: headers.indices, using: &random)
            if Bool.random(using: &random) {
                headers.remove(at: index)
            } else {
                headers[index].1 = String(decoding: mutated(headers[index].1), as: UTF8.self)
            }
        }
        return RawTrigger(mutated(#"{"times":2}"#), headers: headers)
    }

    /// Up to three bits flipped, bytes put in or left out.
    private mutating func mutated(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeSubrange(index...)
            case 2: bytes.insert(Array("{}[]\",:\\u0e-.\0".utf8).randomElement(using: &random) ?? 0, at: index)
            default: bytes.remove(at: index)
            }
        }
        return bytes
    }
}
