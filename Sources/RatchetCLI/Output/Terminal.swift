import Foundation
import Ratchet

/// Where a command writes: data to `out`, everything else to `err`.
struct Terminal: Sendable {
    let out: TextStream
    let err: TextStream

    /// The process's own.
    static func standard(_ streams: StandardStreams, environment: [String: String]) -> Terminal {
        let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false || environment["TERM"] == "dumb"
        return Terminal(
            out: TextStream(STDOUT_FILENO, isPlain: isPlain) { text throws(OutputFailure) in try streams.write(text) },
            err: TextStream(STDERR_FILENO, isPlain: isPlain) { text in
                LogStream.standardError.write(text)
            }
        )
    }
}

/// A stream of text that knows whether someone watches.
///
/// After a text that cannot be written nothing more is.
struct TextStream: Sendable {
    private let append: @Sendable (String) throws(OutputFailure) -> Void
    private let failed = Slot<OutputFailure?>(nil)
    let isTerminal: Bool
    let isColoured: Bool
    private let columns: @Sendable () -> Int?

    /// Why something was not written.
    var failure: OutputFailure? { failed.value }

    /// The width now; a stream that is no terminal has none.
    var width: Int? { columns() }

    init(_ descriptor: Int32, isPlain: Bool, _ append: @escaping @Sendable (String) throws(OutputFailure) -> Void) {
        self.append = append
        isTerminal = isatty(descriptor) == 1
        isColoured = isTerminal && !isPlain
        columns = { [isTerminal] in
            guard isTerminal else { return nil }
            var size = winsize()
            let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
            return isKnown ? Int(size.ws_col) : 80
        }
    }

    /// One that hands over what is written.
    ///
    /// With a width it is a terminal.
    init(
        width: Int? = nil,
        isColoured: Bool = false,
        _ append: @escaping @Sendable (String) throws(OutputFailure) -> Void
    ) {
        self.append = append
        self.isColoured = isColoured
        isTerminal = width != nil
        columns = { width }
    }

    func write(_ text: String) {
        guard failure == nil else { return }
        do {
            try append(text)
        } catch {
            failed.value = error
        }
    }

    func line(_ text: String) {
        write(text + "\n")
    }

    /// Throws if something was not written: for commands that would go on for long.
    func check() throws(OutputFailure) {
        if let failure { throw failure }
    }

    func styled(_ text: String, _ style: TextStyle) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// The few ways in which words stand out.
enum TextStyle: String, Sendable {
    case bold = "1"
    case faint = "2"
    case bad = "31"
    case good = "32"
    case doubtful = "33"
}
