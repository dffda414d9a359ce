import Ratchet
import Testing

@testable import RatchetCLI

@Suite struct ProgressBarTests {
    @Test func showsTheShareThatIsDone() {
        let line = ProgressBar.line("job", Progress(done: 5, total: 10, note: "page 2"), note: "running", width: 60)
        #expect(line == "job  ███████░░░░░░░░ 50 %  5/10  page 2, running")
    }

    @Test(arguments: [(-1, 10), (20, 10), (0, 0)]) func staysWithinItsBounds(_ done: Int, _ total: Int) {
        let line = ProgressBar.line("job", Progress(done: done, total: total, note: nil), note: "", width: 40)
        #expect(line.count < 40)
    }

    @Test func writesNothingWhereNoTerminalIs() {
        let text = Text()
        let bar = ProgressBar("job", on: TextStream { text.append($0) })
        bar.show(Progress(done: 1, total: 2, note: nil), note: "")
        bar.clear()
        #expect(text.value.isEmpty)
    }

    @Test func isGoneWhenCleared() {
        let text = Text()
        let bar = ProgressBar("job", on: TextStream(width: 40) { text.append($0) })
        bar.show(nil, note: "waiting")
        bar.show(nil, note: "waiting")
        bar.clear()
        bar.clear()
        #expect(text.value == "\r\u{1B}[Kjob  waiting\r\u{1B}[K")
    }
}
