import Foundation
import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

extension SystemTests {
    /// A trigger that cannot be read becomes a dead letter, and nothing worse.
    @Suite(.requiresKafka) struct MalformedTriggers {
        /// What is sent, and words of the reason why it is refused.
        private static let bad: [(trigger: RawTrigger, reason: DeadLetter.Reason, words: String)] = [
            (RawTrigger("not JSON"), .rejected, "JSON"),
            (RawTrigger(#"{"job":"no-such-job"}"#), .unknownJob, "no-such-job"),
            (
                RawTrigger(#"{"job":"quiet","parameters":{"note":"\#(String(repeating: "x", count: 300 << 10))"}}"#),
                .rejected, "at most 262144 bytes"
            ),
            (RawTrigger(#"{"job":"quiet","id":"a b"}"#), .rejected, "`id`"),
            (RawTrigger(#"{"job":7}"#), .rejected, "`job`"),
            (RawTrigger(#"{"job":"quiet","parameters":[1]}"#), .rejected, "`parameters`"),
            (RawTrigger(#"{"job":"quiet","parameters":{"times":"twice"}}"#), .rejected, "times"),
            (RawTrigger(#"{"id":"without-a-job"}"#), .rejected, "`job`"),
            (RawTrigger(nil), .rejected, "value"),
            (
                RawTrigger("{}", headers: [("ce_specversion", "1.0"), ("ce_id", "event"), ("ce_source", "/s")]),
                .rejected, "`ce_subject`"
            ),
            (
                RawTrigger(
                    #"{"specversion":"1.0","id":"event-2","source":"/s","type":"t"}"#,
                    headers: [("content-type", "application/cloudevents+json")]
                ), .rejected, "`subject`"
            ),
        ]

        @Test func eachBecomesADeadLetterThatSaysWhy() async throws {
            try await withBench { bench, watch in
                _ = try await bench.deployment.startExecutor("executor")
                try await bench.deployment.send(Self.bad.map(\.trigger))
                let rejections = try await bench.rejections(Self.bad.count)
                for (trigger, reason, words) in Self.bad {
                    let headers = trigger.headers.map { Rejection.Header(name: $0.name, value: $0.value) }
                    let found = rejections.filter { $0.bytes == trigger.value && $0.headers == headers }
                    let what = String(decoding: trigger.value?.prefix(80) ?? [], as: UTF8.self)
                    try #require(found.count == 1, "\(what) is in \(found.count) dead letters")
                    try #require(found[0].reason == reason, "\(what): \(found[0])")
                    try #require(found[0].message.contains(words), "\(what): \(found[0].message)")
                    try #require(found[0].key == found[0].place)
                }
                try await bench.start("quiet", "good")
                try #require(try await watch.end(of: "good").status == .complete)
                try #require(Set(watch.histories.keys) == ["good"])
            }
        }

        @Test func everyFuzzedOneIsARunOrADeadLetter() async throws {
            var fuzzed = FuzzedTriggers(SeededRandom(for: "everyFuzzedOneIsARunOrADeadLetter"))
            let triggers = (0..<200).map { _ in fuzzed.next() }
            try await withBench { bench, watch in
                let executor = try await bench.deployment.startExecutor("executor")
                try await bench.deployment.send(triggers)
                try await eventually("\(bench.found) runs and dead letters of 200") {
                    bench.found >= triggers.count ? true : nil
                }
                // Each partition's trigger is read after all that was sent before.
                let good = (0..<bench.deployment.partitions).map { "good-\($0)" }
                try await bench.deployment.send(
                    try good.enumerated().map { partition, id in
                        var trigger = try RawTrigger(job: "quiet", id: id)
                        trigger.partition = Int32(partition)
                        return trigger
                    }
                )
                try await watch.ends(of: good)
                try #require(bench.found == triggers.count + good.count)
                try #require(watch.unreadable.isEmpty)
                try #require(executor.process.exit == nil)
                let rejections = try await bench.rejections(bench.rejectionCount)
                try #require(rejections.allSatisfy { !$0.message.isEmpty })
                try #require(Set(rejections.map(\.place)).count == rejections.count)
                // What was refused is there byte for byte.
                let sent = Set(triggers.map(\.value))
                try #require(rejections.allSatisfy { sent.contains($0.bytes) })
                print("\(rejections.count) of \(triggers.count) were refused, the others were runs")
            }
        }
    }
}

extension Bench {
    fileprivate var rejectionCount: Int {
        watch.letters.values.joined().count { if case .rejected? = $0 { true } else { false } }
    }

    /// Records that have become something.
    fileprivate var found: Int { watch.histories.count + rejectionCount }

    /// Waits for so many refused records.
    fileprivate func rejections(_ count: Int) async throws -> [Rejection] {
        try await eventually("\(rejectionCount) dead letters of \(count)") {
            rejectionCount >= count ? true : nil
        }
        return watch.letters.values.joined().compactMap { letter in
            if case .rejected(let rejection)? = letter { rejection } else { nil }
        }
    }
}
