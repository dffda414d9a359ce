import Foundation
import Ratchet
import Testing

@Suite struct SendingTests {
    private struct Item: Codable, Equatable {
        var id: String
        var at: Date?
        var weight: Double?
    }

    @Test func everythingSentCommitsInItsOrder() async throws {
        let result = try await Probe.performing { state, run in
            try run.publish(Item(id: "a"), to: "one", key: "k")
            try run.publish(each: [Item(id: "b"), Item(id: "c")], to: "two", key: \.id)
            try run.publish(bytes: Data([0, 255]), to: "three")
            run.notify(.success, activity: "Import", title: "Done", summary: "All", details: "of it")
            return .next(state)
        }.step()
        let json = { (id: String) in Array(#"{"id":"\#(id)"}"#.utf8) }
        #expect(
            result.staged.outputs == [
                Output(topic: "one", key: "k", value: json("a")),
                Output(topic: "two", key: "b", value: json("b")),
                Output(topic: "two", key: "c", value: json("c")),
                Output(topic: "three", key: nil, value: [0, 255]),
            ]
        )
        #expect(
            result.staged.notifications == [
                Ratchet.Notification(
                    level: .success,
                    activity: "Import",
                    title: "Done",
                    summary: "All",
                    details: "of it"
                )
            ]
        )
    }

    @Test func startAndACompletingStepSendToo() async throws {
        let probe = Probe(
            starting: { run in
                try run.publish(1, to: "t")
                return .complete
            })
        #expect(try await probe.step(.start()).texts == ["1"])
    }

    @Test func datesArePublishedInISO8601() async throws {
        let result = try await Probe.performing { state, run in
            try run.publish(Date(timeIntervalSince1970: 1_800_000_000), to: "t")
            try run.publish(Date(timeIntervalSince1970: 1_800_000_000.25), to: "t")
            return .next(state)
        }.step()
        #expect(result.texts == [#""2027-01-15T08:00:00Z""#, #""2027-01-15T08:00:00.250Z""#])
    }

    @Test func nothingOfASequenceIsSentWhenOneItemDoesNotEncode() async throws {
        let result = try await Probe.performing { state, run in
            let items = [Item(id: "a"), Item(id: "b", weight: .infinity)]
            let error = #expect(throws: RatchetError.self) { try run.publish(each: items, to: "t") }
            #expect(error?.code == .doesNotEncode)
            #expect(error?.message.contains("'weight'") == true)
            return .next(state)
        }.step()
        #expect(result.next != nil)
        #expect(result.staged.isEmpty)
    }

    @Test func overTheLimitThrowsAnErrorThatNamesIt() async throws {
        let probe = Probe.performing { state, run in
            try run.publish(bytes: Data(count: 6), to: "t", key: "key!")  // 10 of 10
            try run.publish(bytes: Data(), to: "t")
            for send in [{ try run.publish(1, to: "t") }, { try run.publish(bytes: Data(count: 1), to: "t") }] {
                let error = #expect(throws: RatchetError.self) { try send() }
                #expect(error?.code == .stagedTooLarge)
                #expect(error?.message.contains("limit of 10 bytes") == true)
            }
            return .next(state)
        }
        let result = try await probe.step(.perform(), TestHost(stagedLimit: 10))
        #expect(result.staged.outputs.count == 2)
    }

    @Test func endlessSequenceStopsAtTheLimit() async throws {
        let probe = Probe.performing { _, run in
            try run.publish(each: sequence(first: 1, next: { $0 + 1 }), to: "t")
            return .complete
        }
        let failure = try await probe.step(.perform(), TestHost(stagedLimit: 1000)).failure
        #expect(failure?.decision == .never)
        #expect(failure?.message.contains("limit of 1000 bytes") == true)
    }

    @Test func notificationsOverTheLimitFailTheStep() async throws {
        let probe = Probe.performing { state, run in
            run.notify(.info, activity: "a", title: "t", summary: String(repeating: "x", count: 20))
            return .next(state)
        }
        let failure = try await probe.step(.perform(), TestHost(stagedLimit: 10)).failure
        #expect(failure?.decision == .never)
        #expect(failure?.message.contains("limit of 10 bytes") == true)
    }

    @Test(arguments: ["", "a b", ".", "..", "naïve", String(repeating: "x", count: 250)])
    func topicThatKafkaRefusesIsRefused(topic: String) async throws {
        let failure = try await Probe.performing { _, run in
            try run.publish(1, to: topic)
            return .complete
        }.step().failure
        #expect(failure?.message.contains("topic") == true)
        #expect(failure?.decision == .never)
    }

    @Test func idempotencyKeyIsTheSameWhenTheStepIsRepeated() async throws {
        let probe = Probe.performing { _, run in .next(Probe.State(text: run.idempotencyKey(for: "pay"))) }
        for attempt in 1...2 {
            #expect(try await probe.step(.perform(seq: 4, attempt: attempt)).next?.text == "r1/4/pay")
        }
        #expect(try await probe.step(.perform(seq: 5)).next?.text == "r1/5/pay")
    }

    @Test func severalTasksOfAStepMaySend() async throws {
        let result = try await Probe.performing { state, run in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for item in 0..<100 { group.addTask { try run.publish(item, to: "t") } }
                try await group.waitForAll()
            }
            return .next(state)
        }.step()
        #expect(Set(result.texts).count == 100)
    }

    @Test func progressIsShownAtOnceAndTheLastOneKept() async throws {
        let host = TestHost()
        let result = try await Probe.performing { state, run in
            run.progress(1, of: 3)
            #expect(host.seen.progress == [Ratchet.Progress(done: 1, total: 3, note: nil)])
            run.progress(2, of: 3, note: "half")
            return .next(state)
        }.step(.perform(), host)
        #expect(result.progress == Ratchet.Progress(done: 2, total: 3, note: "half"))
        #expect(host.seen.progress.count == 2)
    }
}
