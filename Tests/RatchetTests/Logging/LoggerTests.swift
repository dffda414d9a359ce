import Foundation
import Ratchet
import Synchronization
import Testing

@Suite struct LoggerTests {
    private final class Lines: LogHandler {
        let lines = Mutex<[String]>([])
        func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
            let fields = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.withLock { $0.append("\(label) \(level) \(message) \(fields.joined(separator: " "))") }
        }
    }

    private let lines = Lines()

    @Test func everyLevelHasItsMethod() {
        let logger = Logger(label: "l", level: .trace, handler: lines)
        logger.trace("m")
        logger.debug("m")
        logger.info("m")
        logger.notice("m")
        logger.warning("m")
        logger.error("m")
        logger.critical("m")
        #expect(lines.lines.withLock { $0 } == Logger.Level.allCases.map { "l \($0) m " })
    }

    @Test func linesBelowTheLevelAreNotMade() {
        var logger = Logger(label: "l", handler: lines)
        logger.debug("\(Issue.record("made"))")
        logger.info("kept")
        logger.logLevel = .critical
        logger.error("\(Issue.record("made"))")
        #expect(lines.lines.withLock { $0 } == ["l info kept "])
    }

    @Test func metadataOfALineGoesBeforeTheLoggersOwn() {
        var logger = Logger(label: "l", metadata: ["a": "1", "b": "1"], handler: lines)
        logger[metadataKey: "c"] = "1"
        logger.info("m", metadata: ["b": "2"])
        #expect(lines.lines.withLock { $0 } == ["l info m a=1 b=2 c=1"])
    }

    @Test func textLineIsOneLine() {
        let line = StandardErrorLog.line(
            Date(timeIntervalSince1970: 0),
            .warning,
            "two\nlines",
            metadata: ["b": "2", "a": "1"],
            label: "l"
        )
        #expect(line == #"1970-01-01T00:00:00Z warning l: two\nlines a=1 b=2"#)
    }
}
