/// The table as `docs/faults.md` shows it.
extension FaultTable {
    static var markdown: String {
        let head = ["| what happens | request | errors | what the operator sees |", "|---|---|---|---|"]
        return (head + groups.flatMap(lines)).joined(separator: "\n")
    }

    private struct Group {
        let deeds: Set<Deed>
        /// Requests with the same errors share a line.
        var lines: [(requests: [String], errors: String)] = []

        /// Groups come in the order of their deeds.
        var rank: [Int] { Deed.allCases.indices.filter { deeds.contains(Deed.allCases[$0]) } }

        mutating func add(_ request: String, _ errors: String) {
            if let same = lines.firstIndex(where: { $0.errors == errors }) {
                lines[same].requests.append(request)
            } else {
                lines.append(([request], errors))
            }
        }
    }

    private static var groups: [Group] {
        var groups: [Group] = []
        for (request, rows) in requests {
            for row in rows {
                let errors = row.codes?.map { $0 == "_TRANSPORT" ? "disconnect" : $0 }.joined(separator: ", ")
                let place = groups.firstIndex { $0.deeds == row.deeds } ?? groups.endIndex
                if place == groups.endIndex { groups.append(Group(deeds: row.deeds)) }
                groups[place].add(request, errors ?? "all others")
            }
        }
        return groups.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }
    }

    private static var requests: [(String, [Row])] {
        let once = rows(.end, .once)
        let always = rows(.end, .untilLifted).filter { row in
            !once.contains { $0.deeds == row.deeds && $0.codes == row.codes }
        }
        return Request.allCases.map { ($0.name, rows($0, .once)) } + [("EndTxn, the abort's too", always)]
    }

    private static func lines(of group: Group) -> [String] {
        let deeds = Deed.allCases.filter(group.deeds.contains)
        let what = deeds.map(\.what).joined(separator: "; or ")
        let seen = deeds.map(\.seen).joined(separator: "; or ")
        return group.lines.enumerated().map { place, line in
            let requests = line.requests.joined(separator: ", ")
            return place == 0
                ? "| \(what) | \(requests) | \(line.errors) | \(seen) |" : "| | \(requests) | \(line.errors) | |"
        }
    }
}

extension FaultTable.Request {
    var name: String {
        switch self {
        case .produce: "Produce"
        case .addPartitions: "AddPartitionsToTxn"
        case .addOffsets: "AddOffsetsToTxn"
        case .commitOffsets: "TxnOffsetCommit"
        case .end: "EndTxn"
        }
    }
}

extension FaultTable.Deed {
    fileprivate var what: String {
        switch self {
        case .unnoticed: "librdkafka tries again: committed"
        case .replaced: "librdkafka tries again: committed, **producer made anew**"
        case .again: "aborted, **sent again**"
        case .againReplaced: "aborted, **producer made anew**, sent again"
        case .asked: "**outcome unknown**: producer made anew, the group asked"
        case .refused: "aborted, **the records are at fault**"
        case .refusedReplaced: "aborted, **the records are at fault**, producer made anew"
        case .fenced: "aborted, **the lease is over**"
        }
    }

    fileprivate var seen: String {
        let anew = "`A producer was made anew`"
        let aborted = "`A transaction did not commit`"
        return switch self {
        case .unnoticed: "nothing"
        case .replaced: anew
        case .again: aborted
        case .againReplaced: "\(aborted), \(anew)"
        case .asked: "`The outcome of a commit is unknown; asking the group`, \(anew)"
        case .refused: "\(aborted)"
        case .refusedReplaced: "\(aborted), \(anew)"
        case .fenced: "`The group has moved on: a commit was refused`"
        }
    }
}
