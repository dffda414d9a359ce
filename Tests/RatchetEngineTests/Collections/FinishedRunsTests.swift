import Testing

@testable import RatchetEngine

@Suite struct FinishedRunsTests {
    @Test func `a name is known until its time, once`() {
        var runs = FinishedRuns()
        runs.insert("a", until: 5)
        runs.insert("a", until: 9)
        #expect(runs.contains("a"))
        #expect(!runs.contains("b"))
        #expect(runs.popExpired(by: 4) == nil)
        #expect(runs.popExpired(by: 5) == "a")
        #expect(!runs.contains("a"))
        #expect(runs.popExpired(by: .max) == nil)
        #expect(runs.count == 0)
    }

    @Test func `names are forgotten in the order of their times, whatever is forgotten and added between`() {
        var runs = FinishedRuns()
        var known: [String: Milliseconds] = [:]
        var random = SeededGenerator(seed: 7)
        for step in 0..<8_000 {
            if Int.random(in: 0..<5, using: &random) < 3 {
                let name = String(repeating: "é", count: step % 90) + "\(Int.random(in: 0..<3_000, using: &random))"
                let due = Milliseconds.random(in: 0..<1_000_000, using: &random)
                runs.insert(name, until: due)
                if known[name] == nil { known[name] = due }
            } else if let due = runs.nextDue {
                #expect(due == known.values.min())
                let name = runs.popExpired(by: due)
                #expect(name.flatMap { known.removeValue(forKey: $0) } == due)
            }
        }
        #expect(runs.count == known.count)
        for name in known.keys { #expect(runs.contains(name)) }
        while let name = runs.popExpired(by: .max) { #expect(known.removeValue(forKey: name) != nil) }
        #expect(known.isEmpty)
    }
}

private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
