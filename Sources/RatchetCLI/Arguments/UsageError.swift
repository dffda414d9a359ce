/// The arguments are wrong.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension UsageError {
    /// ` Did you mean 'x'?`, or nothing when none of the names is near.
    static func suggestion(for given: String, among names: [String]) -> String {
        let near = names.map { (name: $0, distance: distance(given, $0)) }.min { $0.distance < $1.distance }
        guard let near, near.distance <= max(2, given.count / 3) else { return "" }
        return " Did you mean '\(near.name)'?"
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let first = Array(first)
        let second = Array(second)
        var before: [Int] = []
        var row = Array(0...second.count)
        for i in first.indices {
            var next = [i + 1]
            for j in second.indices {
                let isSame = first[i] == second[j]
                var best = min(row[j] + (isSame ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, before[j - 1] + 1)
                }
                next.append(best)
            }
            before = row
            row = next
        }
        return row[second.count]
    }
}
