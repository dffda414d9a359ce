import KafkaTestSupport
import RatchetEngine
import Testing

@testable import RatchetKafka

struct EnvelopeReaderTests {
    @Test func `steps come back as they were written`() throws {
        var random = SeededRandom(for: "steps")
        for _ in 0..<2_000 {
            let step = Samples.step(&random)
            #expect(contents(try Encoded(step).step()) == contents(step))
        }
    }

    @Test func `checkpoints come back as they were written`() throws {
        var random = SeededRandom(for: "checkpoints")
        for _ in 0..<2_000 {
            let checkpoint = Samples.checkpoint(&random)
            #expect(contents(try Encoded(checkpoint).checkpoint()) == contents(checkpoint))
        }
    }

    @Test func `a step written from a checkpoint is the step that it names`() throws {
        var random = SeededRandom(for: "step of checkpoint")
        for _ in 0..<200 {
            let checkpoint = Samples.checkpoint(&random)
            let encoded = Encoded(checkpoint.run, state: checkpoint.state) {
                EnvelopeWriter.step(nextAfter: checkpoint, into: &$0)
            }
            let step = StepRecord(
                run: checkpoint.run,
                number: checkpoint.number,
                stateVersion: checkpoint.stateVersion,
                state: checkpoint.state
            )
            #expect(contents(try encoded.step()) == contents(step))
        }
    }

    @Test func `the peeked number is that of the full decode, whatever else is there`() throws {
        var random = SeededRandom(for: "peek")
        for _ in 0..<2_000 {
            let checkpoint = Samples.checkpoint(&random)
            #expect(try EnvelopeReader.peekNumber(Encoded(checkpoint).header.span.bytes) == checkpoint.number)
        }
    }

    @Test func `unknown fields are ignored, escaped names read, and of two alike the later counts`() throws {
        var encoded = Encoded(Samples.checkpoint)
        let more = #","later":{"seq":[1,"}"]},"seq":3,"\u0073eq":4,"gate":"acme"}"#
        encoded.header = encoded.header.dropLast() + [UInt8](more)
        #expect(try encoded.checkpoint().number == StepNumber(seq: 4, attempt: 2))
        #expect(try encoded.step().number == StepNumber(seq: 4, attempt: 2))
        #expect(try EnvelopeReader.peekNumber(encoded.header.span.bytes) == StepNumber(seq: 4, attempt: 2))
    }

    @Test func `a newer version is refused in plain words, even where its fields have other types`() {
        var encoded = Encoded(Samples.checkpoint)
        encoded.header = [UInt8](#"{"seq":"seventeen","v":2}"#)
        let newer = WireError.Code.unsupportedVersion
        #expect(throws: WireError.self) { try encoded.step() }
        #expect { try encoded.checkpoint() } throws: { ($0 as? WireError)?.code == newer }
        encoded.header = [UInt8](#"{"seq":17,"attempt":1,"v":2}"#)
        #expect { try EnvelopeReader.peekNumber(encoded.header.span.bytes) } throws: { error in
            (error as? WireError)?.code == newer && "\(error)".contains("deploy a newer program")
        }
    }

    @Test(arguments: [
        (#"{}"#, "`v` is missing"), (#"{"v":0}"#, "`v` must be at least 1"), (#"{"v":1}"#, "`seq` is missing"),
        (#"{"v":1,"seq":-1}"#, "`seq` must be at least 0"), (#"{"v":1,"attempt":0}"#, "`attempt` must be at least 1"),
        (#"{"v":1,"seq":"1"}"#, "`seq` must be an integer, not a string"),
        (#"{"v":1,"status":"done"}"#, "this program does not know `done` as `status`"),
        (#"{"v":1,"origin":{"kind":"cron"}}"#, "`origin.at` is missing"), (#"[]"#, "a JSON object expected"),
        (#"{"v":1"#, "`,` or `}` expected, the end found"),
        (#"{"v":1,"progress":{"done":1},,"seq":1}"#, "a member's name expected"),
        (#"{"v":1,"seq":01}"#, "not JSON"), (#"{"v":1,"seq":1.0}"#, "`seq` must be an integer of 64 bits"),
        (#"{"v":1,"seq":9223372036854775808}"#, "`seq` must be an integer of 64 bits"),
        (#"{"v":1,"new":}"#, "a value expected"), (#"{"v":1,"new":1}{}"#, "the end expected"),
    ])
    func `a bad envelope is refused with the field and what is expected`(header: String, words: String) {
        var encoded = Encoded(Samples.checkpoint)
        encoded.header = [UInt8](header)
        #expect { try encoded.checkpoint() } throws: { error in
            "\(error)".contains(words) && "\(error)".hasPrefix("header `ratchet`") || "\(error)" == words
        }
    }

    @Test(arguments: [
        (#""seq":17,"#, #""seq":017,"#), (#""seq":17,"#, #""seq":17.0,"#), (#""seq":17,"#, #""seq":1e1,"#),
        (#""created":1795485418624"#, #""created":9223372036854775808"#),
        (#""created":1795485418624"#, #""created":18446744073709551617"#),
        (#""created":1795485418624"#, #""created":-9223372036854775809"#), (#""seq":17,"#, #""seq":-,"#),
        (#""done":420,"#, #""done":420}"#), (#""seq":17,"#, #""seq":17,,"#), (#""seq":17,"#, #""seq" 17,"#),
        (#""seq":17,"#, #""seq":17 "#), (#""seq":17,"#, #""seq":17;"#), (#""job":"#, #""job:"#),
    ])
    func `one byte that is wrong makes all of an envelope unreadable`(right: String, wrong: String) throws {
        var encoded = Encoded(Samples.checkpoint)
        let text = encoded.header.text.replacing(right, with: wrong)
        #expect(text != encoded.header.text)
        encoded.header = [UInt8](text)
        #expect { try encoded.checkpoint() } throws: { ($0 as? WireError)?.isOfANewerProgram == false }
        // One that is at the edge.
        encoded.header = [UInt8](text.replacing(wrong, with: #""created":9223372036854775807"#))
        if right.contains("created") { #expect(try encoded.checkpoint().run.created == .max) }
    }

    @Test func `a run that waits for nothing that this program knows cannot be read`() {
        var encoded = Encoded(Samples.checkpoint)
        encoded.header = [UInt8](encoded.header.text.replacing(#""due":1795485421000,"#, with: ""))
        #expect { try encoded.checkpoint() } throws: { ($0 as? WireError)?.isOfANewerProgram == true }
    }

    @Test(arguments: [
        "", "{}", #"{"parameters":}"#, #"{"parameters":{"file":"orders.csv","pageSize":100}"#,
        #"{"parameters":{"file":"orders.csv","pageSize":100},"state":}"#,
        #"{"parameters":{"file":"orders.csv","pageSize":100},"stat":1}"#,
        #"{"parameters":{"file":"orders.csv","pageSize":1000}}"#,
        #"{"parameters":{"file":"orders.csv","pageSize":100}]"#,
        #" {"parameters":{"file":"orders.csv","pageSize":100}}"#,
    ])
    func `a value that does not fit its split is refused`(value: String) {
        var encoded = Encoded(Samples.checkpoint)
        encoded.value = [UInt8](value)
        #expect { try encoded.step() } throws: { ($0 as? WireError)?.code == .malformedValue }
    }

    @Test func `a jobId that is not UTF-8 is refused`() {
        var encoded = Encoded(Samples.checkpoint)
        encoded.key = [0xFF]
        #expect(throws: WireError.self) { try encoded.step() }
    }

    @Test func `a bad trace context is dropped, not refused`() throws {
        var encoded = Encoded(Samples.checkpoint)
        encoded.traceparent = [UInt8]("00-nonsense")
        #expect(try encoded.step().run.traceparent == nil)
    }
}
