import Foundation
import KafkaTestSupport
import Testing

@Suite struct TemporaryDirectoryTests {
    @Test func isRemovedAfterItsUse() async throws {
        let url = try await withTemporaryDirectory { url in
            try Data("x".utf8).write(to: url.appending(path: "file"))
            return url
        }
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }

    @Test func isRemovedAfterAnError() async throws {
        struct Stop: Error { let url: URL }
        let stop = await #expect(throws: Stop.self) {
            try await withTemporaryDirectory { throw Stop(url: $0) }
        }
        #expect(!FileManager.default.fileExists(atPath: try #require(stop).url.path))
    }

    @Test func namesAreUnique() {
        #expect(uniqueName("topic") != uniqueName("topic"))
    }
}
