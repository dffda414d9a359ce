import Ratchet
import Synchronization

/// One line on a terminal that shows how far something is; nothing where no terminal is.
final class ProgressBar: Sendable {
    private let stream: TextStream
    private let title: String
    private let shown = Mutex("")

    init(_ title: String, on stream: TextStream) {
        self.title = title
        self.stream = stream
    }

    /// - Parameters:
    ///   - progress: how far it is.
    ///   - note: said beside it.
    ///   - isNews: for a line of its own where no terminal is.
    func show(_ progress: Progress?, note: String, isNews: Bool = false) {
        guard let width = stream.width else {
            if isNews { stream.line("\(title): \(note)") }
            return
        }
        let line = Self.line(title, progress, note: note, width: width)
        shown.withLock { shown in
            guard shown != line else { return }
            shown = line
            stream.write("\r\u{1B}[K\(line)")
        }
    }

    /// Takes the line away, before anything else is written.
    func clear() {
        guard stream.isTerminal else { return }
        shown.withLock { shown in
            guard !shown.isEmpty else { return }
            shown = ""
            stream.write("\r\u{1B}[K")
        }
    }

    /// Without a total there is no bar to fill.
    static func line(_ title: String, _ progress: Progress?, note: String, width: Int) -> String {
        let words = [progress?.note, note].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        guard let progress else { return "\(title)  \(words)".cut(to: width - 1) }
        guard let total = progress.total, total > 0 else {
            return "\(title)  \(progress.done)  \(words)".cut(to: width - 1)
        }
        let share = min(1, max(0, Double(progress.done) / Double(total)))
        let cells = min(30, max(5, width / 4))
        let filled = Int(share * Double(cells))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
        let percent = "\(Int(share * 100)) %"
        return "\(title)  \(bar) \(percent)  \(progress.done)/\(total)  \(words)".cut(to: width - 1)
    }
}
