/// From when an executor went away to the first commit of each of its runs elsewhere, in milliseconds.
struct TakeOverTimes: CustomStringConvertible {
    private let sorted: [Int64]

    init(_ times: [Int64]) { sorted = times.sorted() }

    var description: String {
        guard let first = sorted.first, let last = sorted.last else { return "no runs" }
        return "\(sorted.count) runs, min \(first) ms, median \(sorted[sorted.count / 2]) ms, max \(last) ms"
    }
}
