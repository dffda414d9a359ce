import Foundation
import Synchronization
import Testing

/// The file that `RATCHET_TEST_REPORT` names, which `scripts/test` reads.
///
/// It has a line for each suite that wants a real broker: `ran` or `skipped`, its name, the reason, with tabs between.
final class TestReport: Sendable {
    static let shared = ProcessInfo.processInfo.environment["RATCHET_TEST_REPORT"].flatMap { TestReport(path: $0) }

    private let file: FileHandle
    private let noted = Mutex<Set<String>>([])

    /// Appends to the file at `path`.
    init?(path: String) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Notes the suite of `test`, once; a test outside suites counts as one.
    func note(_ test: Test, skippedBecause reason: String?) {
        var names = test.id.nameComponents
        if !test.isSuite, names.count > 1 { names.removeLast() }
        note(suite: ([test.id.moduleName] + names).joined(separator: "."), skippedBecause: reason)
    }

    func note(suite: String, skippedBecause reason: String?) {
        guard noted.withLock({ $0.insert(suite).inserted }) else { return }
        let line = reason.map { "skipped\t\(suite)\t\($0)\n" } ?? "ran\t\(suite)\t\n"
        try? file.write(contentsOf: Data(line.utf8))
    }
}
