import Foundation
import KafkaTestSupport
import Testing

@Suite struct ReaperTests {
    @Test func aKilledProcessLeavesNeitherChildrenNorFiles() async throws {
        try await withTemporaryDirectory { url in
            let note = url.appending(path: "note").path
            await #expect(processExitsWith: .signal(SIGKILL)) { [note = note as String] in
                let directory = try TemporaryDirectory()
                let child = try ChildProcess(
                    URL(filePath: "/bin/sh"),
                    arguments: ["-c", "trap '' HUP TERM; sleep 600"]
                )
                child.send(.pause)
                let left = "\(child.processIdentifier) \(directory.url.path)"
                try left.write(toFile: note, atomically: true, encoding: .utf8)
                kill(getpid(), SIGKILL)
            }
            let left = try String(contentsOfFile: note, encoding: .utf8).split(separator: " ", maxSplits: 1)
            let group = try #require(left.first.flatMap { Int32($0) })
            let directory = try #require(left.last.map(String.init))
            try await eventually("death of the child") { kill(-group, 0) == -1 ? true : nil }
            try await eventually("removal of \(directory)") {
                FileManager.default.fileExists(atPath: directory) ? nil : true
            }
        }
    }
}
