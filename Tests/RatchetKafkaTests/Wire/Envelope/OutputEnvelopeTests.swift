import KafkaTestSupport
import RatchetEngine
import RatchetKafka
import Testing

/// The header of published records.
@Suite struct OutputEnvelopeTests {
    private func header(_ origin: OutputOrigin, prefix: String = "ratchet.") -> [UInt8] {
        var writer = ByteWriter()
        OutputEnvelope.write(origin, prefix: prefix, into: &writer)
        return writer.bytes
    }

    @Test func `its bytes`() {
        let counted = header(OutputOrigin(jobId: "import-1", seq: 17, number: 1042))
        #expect(counted.text == #"{"v":1,"prefix":"ratchet.","jobId":"import-1","seq":17,"number":1042}"#)
        let uncounted = header(OutputOrigin(jobId: "a\"b", seq: 0, number: nil))
        #expect(uncounted.text == #"{"v":1,"prefix":"ratchet.","jobId":"a\"b","seq":0}"#)
    }

    @Test func `what is written is read`() throws {
        var random = SeededRandom(for: "OutputEnvelopeTests")
        for _ in 0..<500 {
            let origin = OutputOrigin(
                jobId: random.text(),
                seq: random.int(),
                number: random.maybe { $0.int(1...Int.max) }
            )
            let prefix = random.text()
            let read = try OutputEnvelope.read(header(origin, prefix: prefix))
            #expect(read.origin == origin)
            #expect(read.prefix == prefix)
        }
    }

    @Test(arguments: [
        (#"{"prefix":"p","jobId":"r","seq":1}"#, "`v` is missing"),
        (#"{"v":2,"jobId":"r"}"#, "newer than this program"),
        (#"{"v":1,"prefix":"p","seq":1}"#, "`jobId` is missing"),
        (#"{"v":1,"prefix":"p","jobId":"r"}"#, "`seq` is missing"),
        (#"{"v":1,"prefix":"p","jobId":"r","seq":1,"number":0}"#, "`number` must be at least 1"),
        (#"{"v":1,"prefix":"p","jobId":"r","seq":1"#, "not JSON"),
    ]) func `what is wrong is told`(header: String, words: String) throws {
        let error = #expect(throws: WireError.self) { try OutputEnvelope.read([UInt8](header)) }
        #expect(try #require(error).message.contains(words))
    }
}
