import Foundation
import Synchronization
import Testing

@testable import Ratchet

@Suite struct LogStreamTests {
    /// A log whose reader comes when the test says so.
    private struct Bench {
        private let pipe = Pipe()
        private let stream: LogStream

        init(limit: Int = 1 << 20) {
            stream = LogStream(pipe.fileHandleForWriting.fileDescriptor, limit: limit)
        }

        func write(_ numbers: Range<Int>, size: Int = 100) {
            for number in numbers {
                let line = "\(number) ".padding(toLength: size - 1, withPad: "x", startingAt: 0) + "\n"
                stream.write(line) { "\($0) lost\n" }
            }
        }

        var isThere: Data { pipe.fileHandleForReading.availableData }

        /// What its reader finds until the end, when `body` has been done beside: numbers, and how many are lost.
        func read(_ body: () -> Void = {}) throws -> [String] {
            let reader = Reader(pipe.fileHandleForReading)
            stream.flush(within: .seconds(60))
            body()
            stream.flush(within: .seconds(60))
            try pipe.fileHandleForWriting.close()
            return String(decoding: reader.bytes, as: UTF8.self)
                .split(separator: "\n")
                .map { $0.hasSuffix("lost") ? String($0) : String($0.prefix { $0 != " " }) }
        }
    }

    /// Reads to the end on a thread of its own.
    private final class Reader: Sendable {
        private let text = Mutex(Data())
        private let end = DispatchSemaphore(value: 0)

        init(_ file: FileHandle) {
            Thread.detachNewThread { [self] in
                while case let bytes = file.availableData, !bytes.isEmpty { text.withLock { $0 += bytes } }
                end.signal()
            }
        }

        var bytes: Data {
            end.wait()
            return text.withLock { $0 }
        }
    }

    @Test func aLineIsThereAtOnce() {
        let bench = Bench()
        bench.write(0..<3)
        #expect(bench.isThere.count == 300)
    }

    @Test(arguments: [100, 4_096, 5_000])
    func nothingIsLostThatIsReadLater(_ size: Int) throws {
        let bench = Bench()
        bench.write(0..<200, size: size)
        #expect(try bench.read() == (0..<200).map(String.init))
    }

    @Test func whatNobodyReadsIsLostAndCounted() throws {
        let bench = Bench(limit: 10_000)
        bench.write(0..<2_000)
        let heads = try bench.read { bench.write(2_000..<2_001) }
        var next = 0
        for head in heads {
            let words = head.split(separator: " ")
            let number = try #require(words.first.flatMap { Int($0) })
            if words.count == 1 { try #require(number == next) }
            next += words.count == 1 ? 1 : number
        }
        #expect(next == 2_001)
        #expect(heads.dropLast().last?.hasSuffix("lost") == true)
    }

    @Test func whatCannotBeWrittenIsLost() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let stream = LogStream(full.fileDescriptor)
        for number in 0..<3 {
            stream.write("line\n") { lost in
                #expect(lost == number)
                return "lost\n"
            }
        }
    }
}
