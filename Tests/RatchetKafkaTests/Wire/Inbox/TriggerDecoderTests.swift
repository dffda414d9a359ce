import RatchetEngine
import Testing

@testable import RatchetKafka

struct TriggerDecoderTests {
    private let expected = RunFacts(
        jobId: "import-2026-11-24",
        job: "historical-import",
        tenant: "acme",
        priority: 9,
        created: 1_795_485_418_624,
        scheduled: 1_795_485_600_000,
        origin: Origin(kind: .trigger, at: "ratchet.triggers/3/1042"),
        traceparent: nil,
        parameters: [UInt8](#"{"file":"orders.csv"}"#)
    )

    private func traced(_ run: RunFacts) -> RunFacts {
        RunFacts(
            jobId: run.jobId,
            job: run.job,
            tenant: run.tenant,
            priority: run.priority,
            created: run.created,
            scheduled: run.scheduled,
            origin: run.origin,
            traceparent: Samples.traceparent,
            parameters: run.parameters
        )
    }

    @Test func `plain JSON starts a run`() throws {
        #expect(contents(try #require(Triggers.decode(Triggers.plain).run)) == contents(expected))
        let decision = Triggers.decode(Triggers.plain, headers: ["traceparent": Samples.traceparent])
        #expect(contents(try #require(decision.run)) == contents(traced(expected)))
    }

    @Test func `a CloudEvent in binary form starts the same run`() throws {
        let run = try #require(Triggers.binary(#"{"file":"orders.csv"}"#).run)
        #expect(contents(run) == contents(traced(expected)))
    }

    @Test func `a CloudEvent in structured form starts the same run`() throws {
        #expect(contents(try #require(Triggers.structured(Triggers.structured).run)) == contents(traced(expected)))
        let upper = Triggers.decode(Triggers.structured, headers: ["Content-Type": "Application/CloudEvents+JSON"])
        #expect(contents(try #require(upper.run)) == contents(traced(expected)))
    }

    @Test(arguments: [
        [:], ["content-type": "application/json"], ["content-type": "application/cloudevents+json\t; charset=utf-8"],
    ])
    func `a CloudEvent in structured form may have another media type, or none`(headers: [String: String]) throws {
        let run = try #require(Triggers.decode(Triggers.structured, headers: headers).run)
        #expect(contents(run) == contents(traced(expected)))
    }

    @Test func `a CloudEvent in structured form may have its data in base64, and its priority as text`() throws {
        let data = #""data":{"file":"orders.csv"}"#
        for other in [#""data_base64":"eyJmaWxlIjoib3JkZXJzLmNzdiJ9""#, "\(data),\"data_base64\":null"] {
            let event = Triggers.structured.replacing(data, with: other)
                .replacing(#""priority":9"#, with: #""priority":"9""#)
            #expect(contents(try #require(Triggers.structured(event).run)) == contents(traced(expected)))
        }
    }

    @Test func `plain JSON may have a member that an event has`() throws {
        let value = #"{"job":"historical-import","parameters":{},"specversion":"1.0"}"#
        #expect(Triggers.decode(value).run?.job == "historical-import")
    }

    @Test func `only the job's name is needed; the rest comes from the record and the job`() throws {
        let bare = [
            Triggers.decode(#"{"job":"historical-import"}"#),
            Triggers.decode(
                #"{"job":"historical-import","id":null,"tenant":null,"parameters":null,"notBefore":null,"priority":null}"#
            ),
            Triggers.structured(#"{"specversion":"1.0","subject":"historical-import"}"#),
            Triggers.decode(nil, headers: ["ce_specversion": "1.0", "ce_subject": "historical-import"]),
            Triggers.decode("", headers: ["ce_specversion": "1.0", "ce_subject": "historical-import"]),
            Triggers.decode("null", headers: ["ce_specversion": "1.0", "ce_subject": "historical-import"]),
        ]
        for decision in bare {
            let run = try #require(decision.run)
            #expect(run.jobId == "ratchet.triggers/3/1042/1795485418624")
            #expect(run.tenant == nil)
            #expect(run.priority == 5)
            #expect(run.scheduled == run.created)
            #expect(run.parameters.text == "{}")
        }
    }

    @Test func `reading a trigger later gives the same run`() throws {
        let record = Triggers.record([UInt8](#"{"job":"historical-import"}"#))
        let first = Triggers.decoder.decode(record, now: 1)
        let second = Triggers.decoder.decode(record, now: 2)
        #expect(contents(try #require(first.run)) == contents(try #require(second.run)))
    }

    @Test func `parameters are kept byte for byte`() throws {
        let parameters = "{ \"b\" : 1.50e+01,\n\t\"a\":\"\\u0041\\/é\", \"c\":[ ] , \"big\":12345678901234567890123 }"
        for decision in [
            Triggers.decode(#"{"parameters":  \#(parameters) ,"job":"historical-import"}"#),
            Triggers.structured(#"{"specversion":"1.0","data":\#(parameters),"subject":"historical-import"}"#),
            Triggers.binary("\n \(parameters) "),
        ] {
            #expect(try #require(decision.run).parameters.text == parameters)
        }
    }

    @Test func `unknown fields are ignored`() {
        #expect(Triggers.decode(#"{"job":"historical-import","parametres":{"a":[{}]},"v":9}"#).run != nil)
    }

    @Test func `a trace context that is no such thing is ignored`() throws {
        let plain = Triggers.decode(Triggers.plain, headers: ["traceparent": "00-1-2-3"])
        #expect(try #require(plain.run).traceparent == nil)
        let structured = Triggers.structured(#"{"specversion":"1.0","subject":"historical-import","traceparent":7}"#)
        #expect(try #require(structured.run).traceparent == nil)
        #expect(try #require(Triggers.binary("{}", changing: ["ce_traceparent": "x"]).run).traceparent == nil)
    }

    @Test func `the longest id and the largest parameters are taken`() throws {
        let id = String(repeating: "a", count: 112) + "AZaz09._:/@-2026"
        #expect(id.utf8.count == 128)
        #expect(try #require(Triggers.decode(#"{"job":"historical-import","id":"\#(id)"}"#).run).jobId == id)
        let parameters = #"{"a":"\#(String(repeating: "x", count: 262_144 - 8))"}"#
        let run = try #require(Triggers.decode(#"{"job":"historical-import","parameters":\#(parameters)}"#).run)
        #expect(run.parameters.count == 262_144)
    }
}
