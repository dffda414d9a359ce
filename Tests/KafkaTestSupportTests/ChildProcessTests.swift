import Foundation
import KafkaTestSupport
import Testing

@Suite struct ChildProcessTests {
    private let shell = URL(filePath: "/bin/sh")

    @Test func keepsBothOutputsAndTheExitCode() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "echo out; echo err >&2; exit 3"])
        #expect(try await child.waitForExit() == .code(3))
        #expect(child.standardOutput.text == "out\n")
        #expect(child.standardError.text == "err\n")
    }

    @Test func addsToTheEnvironmentAndTakesAway() async throws {
        let child = try ChildProcess(
            shell,
            arguments: ["-c", "echo \"$GREETING ${HOME-none} ${PATH:+path}\""],
            environment: ["GREETING": "hello", "HOME": nil]
        )
        try await child.waitForLine(containing: "hello none path")
    }

    @Test func findsALineWhileTheProcessRuns() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "echo one; echo two >&2; exec sleep 60"])
        #expect(try await child.waitForLine(containing: "tw") == "two")
        #expect(child.exit == nil)
    }

    @Test func findsALineThatIsNotFinishedWhenTheProcessEnds() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "printf last"])
        #expect(try await child.waitForLine(containing: "last") == "last")
    }

    @Test func findsOnlyLinesAfterAnOffset() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "trap 'echo a2; exit' TERM; echo a1; sleep 60 & wait"])
        try await child.waitForLine(containing: "a")
        let offset = child.standardOutput.size
        child.send(.terminate)
        #expect(try await child.waitForLine(containing: "a", after: (offset, 0)) == "a2")
    }

    @Test func aWaitForALineFailsAtOnceWhenTheProcessEnds() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "echo 'no such thing' >&2; exit 1"])
        let error = await #expect(throws: SupportError.self) {
            try await child.waitForLine(containing: "ready")
        }
        #expect(error?.code == .exited)
        #expect(error?.message.contains("no such thing") == true)
    }

    @Test func aWaitEndsAtItsLimit() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "exec sleep 60"])
        let error = await #expect(throws: SupportError.self) {
            try await child.waitForLine(containing: "ready", timeout: .milliseconds(50))
        }
        #expect(error?.code == .timedOut)
    }

    @Test func isKilled() async throws {
        let child = try ChildProcess(shell, arguments: ["-c", "trap '' TERM; echo up; while :; do sleep 1; done"])
        try await child.waitForLine(containing: "up")
        child.send(.terminate)
        try await child.kill()
        #expect(child.exit == .signal(SIGKILL))
    }

    @Test func pausesAndResumes() async throws {
        let child = try ChildProcess(
            shell,
            arguments: ["-c", "trap 'echo told; exit 0' TERM; echo up; sleep 60 & wait"]
        )
        try await child.waitForLine(containing: "up")
        child.send(.pause)
        try await eventually("stopped") { try state(of: child) == "T" ? true : nil }
        child.send(.terminate)
        #expect(child.exit == nil)
        child.send(.resume)
        #expect(try await child.waitForExit() == .code(0))
        #expect(child.standardOutput.text == "up\ntold\n")
    }

    @Test func doesNotInheritWhatWeIgnoreOrHaveOpen() async throws {
        let child = try ChildProcess(
            shell,
            arguments: ["-c", "ls /proc/self/fd | wc -l; grep -E 'SigIgn|SigBlk' /proc/self/status"]
        )
        try await child.waitForExit()
        let lines = child.standardOutput.text.split(separator: "\n")
        #expect(lines.first == "4")  // three, and the one that `ls` opens
        // The C library keeps two signals, above the 31 ordinary ones, for itself.
        for line in lines.dropFirst() { #expect(line.hasSuffix("0000000")) }
    }

    @Test func aProgramThatIsMissingIsAnError() {
        #expect(throws: SupportError.self) { try ChildProcess(URL(filePath: "/nonexistent")) }
    }

    @Test func diesWithItsOwner() async throws {
        var child: ChildProcess? = try ChildProcess(shell, arguments: ["-c", "exec sleep 60"])
        let number = try #require(child).processIdentifier
        child = nil
        #expect(kill(number, 0) == -1)
    }

    private func state(of child: ChildProcess) throws -> Substring? {
        let text = try String(contentsOfFile: "/proc/\(child.processIdentifier)/stat", encoding: .utf8)
        return text.split(separator: " ").dropFirst(2).first
    }
}
