import Ratchet
import Testing

private struct Named: Job {
    static var definition: Definition { Self.current }
    @TaskLocal static var current = Definition("named")
    func perform(_ state: NoState, in run: Run<Self>) async throws -> Step<NoState> { .complete }
}

private final class ClassJob: Job {
    static let definition = Definition("class")
    func perform(_ state: NoState, in run: Run<ClassJob>) async throws -> Step<NoState> { .complete }
}

private actor ActorJob: Job {
    static let definition = Definition("actor")
    nonisolated func perform(_ state: NoState, in run: Run<ActorJob>) async throws -> Step<NoState> { .complete }
}

@Suite struct JobsTests {
    private func refusal(_ definition: Named.Definition) throws -> String? {
        let jobs = Named.$current.withValue(definition) { Jobs().adding { Named() } }
        do {
            _ = try jobs.registered()
            return nil
        } catch let error as RatchetError {
            #expect(error.code == .jobRefused)
            return error.message
        }
    }

    @Test(arguments: ["a", "A-z_0.9", String(repeating: "x", count: 64)]) func goodNameIsTaken(name: String) throws {
        #expect(try refusal(.init(name)) == nil)
    }

    @Test(arguments: ["", "a b", "a/b", "ä", "a\n", String(repeating: "x", count: 65)])
    func badNameIsRefused(name: String) throws {
        #expect(try refusal(.init(name))?.contains("1 to 64 of A-Z a-z 0-9 . _ -") == true)
    }

    @Test func policiesOutOfBoundsAreRefused() throws {
        #expect(try refusal(.init("a", retry: .attempts(0)))?.contains("0 attempts") == true)
        #expect(try refusal(.init("a", deadline: .zero))?.contains("deadline") == true)
        #expect(try refusal(.init("a", priority: 10))?.contains("priority 10") == true)
        #expect(try refusal(.init("a", priority: -1))?.contains("priority -1") == true)
        #expect(try refusal(.init("a", defaults: ["x": .double(.nan)]))?.contains("defaults") == true)
    }

    @Test func classesAndActorsAreRefused() {
        let error = #expect(throws: RatchetError.self) {
            try Jobs().adding { ClassJob() }.adding { ActorJob() }.registered()
        }
        #expect(error?.message.contains("ClassJob must be a struct") == true)
        #expect(error?.message.contains("ActorJob must be a struct") == true)
    }

    @Test func takenNameIsRefused() {
        let error = #expect(throws: RatchetError.self) {
            try Jobs().adding { Named() }.adding { Probe() }.adding { Named() }.registered()
        }
        #expect(error?.message.contains("two jobs are named 'named'") == true)
    }

    @Test func jobsKeepTheirOrderAndAreNotMadeYet() async throws {
        let jobs = Jobs().adding { () -> Named in throw ProbeError() }.adding { Probe() }
        let registered = try jobs.registered()
        #expect(registered.map(\.name) == ["named", "probe"])
        await #expect(throws: ProbeError.self) { try await registered[0].make() }
    }

    @Test func jobsAreAValue() throws {
        let one = Jobs().adding { Probe() }
        _ = one.adding { Named() }
        #expect(try one.registered().count == 1)
    }
}
