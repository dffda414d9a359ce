import Dispatch
import RatchetThreads
import Testing

@testable import RatchetEngine

@Suite(.timeLimit(.minutes(1))) struct MailboxTests {
    private struct Event: Sendable {
        let sender: Int
        let number: Int
    }

    @Test func `all that many threads post comes once, each sender's in its order`() {
        let mailbox = Mailbox<Event>()
        let (senders, count) = (8, 20_000)
        for sender in 0..<senders {
            NamedThread.start("sender-\(sender)") {
                for number in 0..<count { mailbox.post(Event(sender: sender, number: number)) }
            }
        }
        var next = Array(repeating: 0, count: senders)
        var events: [Event] = []
        while next.contains(where: { $0 < count }) {
            mailbox.take(into: &events, within: nil)
            for event in events {
                #expect(event.number == next[event.sender])
                next[event.sender] = event.number + 1
            }
        }
        mailbox.take(into: &events, within: 0)
        #expect(events.isEmpty)
    }

    /// No post goes unheard, however it meets the wait: each is answered before the next.
    @Test func `a wait ends with the post that it meets`() {
        let (there, back) = (Mailbox<Int>(), Mailbox<Int>())
        NamedThread.start("echo") {
            var events: [Int] = []
            repeat {
                there.take(into: &events, within: nil)
                for event in events { back.post(event) }
            } while events.last != 20_000
        }
        var events: [Int] = []
        for number in 1...20_000 {
            there.post(number)
            repeat { back.take(into: &events, within: nil) } while events.isEmpty
            #expect(events == [number])
        }
    }

    @Test func `who posts with a weight waits for room, and goes on when there is some, or nobody takes any more`() {
        let mailbox = Mailbox<Int>(limit: 10)
        let isOver = DispatchSemaphore(value: 0)
        NamedThread.start("sender") {
            for number in 0..<50_000 { mailbox.post(number, weight: 1 + number % 3) }
            isOver.signal()
        }
        var events: [Int] = []
        var next = 0
        while next < 40_000 {
            mailbox.take(into: &events, within: nil)
            #expect(events.count <= 10)
            for event in events {
                #expect(event == next)
                next += 1
            }
        }
        mailbox.post(-1)
        mailbox.close()
        isOver.wait()
    }

    @Test func `many threads that post with a weight each exceed the limit by one event at most`() {
        let mailbox = Mailbox<Event>(limit: 10)
        let (senders, count) = (4, 5_000)
        for sender in 0..<senders {
            NamedThread.start("sender-\(sender)") {
                for number in 0..<count { mailbox.post(Event(sender: sender, number: number), weight: 10) }
            }
        }
        var next = Array(repeating: 0, count: senders)
        var events: [Event] = []
        while next.contains(where: { $0 < count }) {
            mailbox.take(into: &events, within: nil)
            #expect(events.count <= senders)
            for event in events {
                #expect(event.number == next[event.sender])
                next[event.sender] = event.number + 1
            }
        }
    }

    @Test func `a wait without a post ends at its limit, and one that was not taken is not leaked`() {
        final class Token: Sendable {}
        var mailbox: Mailbox<Token>? = Mailbox()
        var events: [Token] = []
        mailbox?.take(into: &events, within: 1)
        #expect(events.isEmpty)
        weak var left: Token?
        do {
            let token = Token()
            left = token
            mailbox?.post(token)
        }
        #expect(left != nil)
        mailbox = nil
        #expect(left == nil)
    }
}
