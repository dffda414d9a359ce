import Ratchet
import Testing

@Suite struct SecretTests {
    @Test func secretIsGivenInPrepareAndPerform() async throws {
        let probe = Probe(
            preparing: { try await $0.secret("TOKEN").reveal().count },
            performing: { _, run in
                .next(Probe.State(count: run.resources, text: try await run.secret("TOKEN").reveal()))
            }
        )
        let result = try await probe.step(.perform(), TestHost(secrets: ["TOKEN": "hush"]))
        #expect(result.next?.count == 4)
        #expect(result.next?.text == "hush")
    }

    @Test func missingSecretIsNotRetried() async throws {
        let result = try await Probe.performing { state, run in
            _ = try await run.secret("TOKEN")
            return .next(state)
        }.step()
        #expect(result.failure?.decision == .never)
        #expect(result.failure?.message.contains("'TOKEN'") == true)
    }

    @Test func secretIsRedactedWhereverItIsDescribed() async throws {
        let probe = Probe.performing { state, run in
            let secret = try await run.secret("TOKEN")
            var dumped = ""
            dump((secret, [secret]), to: &dumped)
            let texts = [
                "\(secret)", String(reflecting: secret), String(describing: [secret]), "\((1, secret))", dumped,
            ]
            #expect(texts.allSatisfy { !$0.contains("hush") && $0.contains("secret") })
            return .next(state)
        }
        #expect(try await probe.step(.perform(), TestHost(secrets: ["TOKEN": "hush"])).next != nil)
    }
}

@Suite struct RunLoggerTests {
    @Test func linesCarryTheRunsFieldsAndGoToTheExecutor() async throws {
        let host = TestHost()
        _ = try await Probe.performing { state, run in
            run.logger.debug("Page read", metadata: ["rows": "3"])
            return .next(state)
        }.step(.perform(), host)
        let fields = ["job.id": "r1", "job.name": "probe", "step.seq": "4", "tenant": "acme", "rows": "3"]
        #expect(host.seen.lines == [TestHost.Line(level: .debug, message: "Page read", metadata: fields)])
    }
}
