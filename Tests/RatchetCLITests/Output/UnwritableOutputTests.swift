import Foundation
import Testing

@testable import RatchetCLI

/// Standard output that cannot be written, for every command that there is.
@Suite struct UnwritableOutputTests {
    /// The words that lead to each command and each group.
    static let paths = words(of: .ratchet, after: [])

    private static func words(of tree: CommandTree, after path: [String]) -> [[String]] {
        switch tree {
        case .command: [path]
        case .group(_, let members): [path] + members.flatMap { words(of: $0, after: path + [$0.configuration.name]) }
        }
    }

    private func help(of path: [String], failing code: Int32?) async -> CLI.Ending {
        await CLI(outputFailure: code.map { OutputFailure(code: $0) }).run(path + ["--help"])
    }

    @Test(arguments: paths) func helpThatIsNotWrittenEndsWithACodeAndAWord(path: [String]) async {
        #expect(await help(of: path, failing: nil).code == .ok)
        let ending = await help(of: path, failing: ENOSPC)
        #expect(ending.code == .unwritable)
        #expect(ending.err == "error: standard output cannot be written: No space left on device\n")
    }

    @Test(arguments: paths) func helpThatNobodyReadsToItsEndEndsQuietly(path: [String]) async {
        let ending = await help(of: path, failing: EPIPE)
        #expect(ending.code == .readerGone)
        #expect(ending.err.isEmpty)
    }

    @Test func closedOutputIsNamed() async {
        #expect(await help(of: [], failing: EBADF).err.hasSuffix("cannot be written: it is closed\n"))
    }

    @Test func nothingIsWrittenAfterWhatWasNot() {
        let written = Text()
        let stream = TextStream { text throws(OutputFailure) in
            written.append(text)
            if text == "2\n" { throw OutputFailure(code: EIO) }
        }
        for line in ["1", "2", "3"] { stream.line(line) }
        #expect(written.value == "1\n2\n")
        #expect(throws: OutputFailure.self) { try stream.check() }
    }
}
