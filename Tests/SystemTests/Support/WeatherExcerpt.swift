import Foundation
import KafkaClient
import KafkaTestSupport

/// The first rows of the example's file, as a file of their own.
struct WeatherExcerpt: Sendable {
    let url: URL
    private let columns: [String]
    private let rows: [[String]]

    /// Rows of the whole file.
    static let all = 26_115

    var count: Int { rows.count }

    /// Read here by the simplest means: the file has no quotes.
    init(rows count: Int, in folder: URL) throws {
        let lines = try String(contentsOf: Repository.weather, encoding: .utf8).split(separator: "\n")
            .prefix(count + 1)
        url = folder.appending(path: "weather.csv")
        try (lines.joined(separator: "\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
        let records = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        columns = records.first ?? []
        rows = Array(records.dropFirst())
    }

    /// What is wrong with `records`, which must be each row of each run, once; at most ten faults, in words.
    func faults(in records: [ConsumedRecord], runs: [String]) throws -> [String] {
        let wanted = rows.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
        var missing = Set(runs.flatMap { run in rows.indices.map { Place(run: run, index: $0) } })
        var faults: [String] = []
        for record in records where faults.count < 10 {
            let key = record.key ?? ""
            guard let place = Place(key: key), missing.remove(place) != nil else {
                faults.append("\(key) is there twice, or no row of a run")
                continue
            }
            let row = try JSONDecoder().decode([String: String].self, from: Data(record.value ?? []))
            if row != wanted[place.index] { faults.append("\(key) is \(row), not \(wanted[place.index])") }
        }
        if !missing.isEmpty { faults.append("\(missing.count) rows are missing, such as \(missing.prefix(3))") }
        return faults
    }

    /// A row of a run.
    fileprivate struct Place: Hashable {
        let run: String
        let index: Int
    }
}

extension WeatherExcerpt.Place {
    /// Keys are `<jobId>/<line>`; line 1 is the header, row 0 is line 2.
    fileprivate init?(key: String) {
        let parts = key.split(separator: "/")
        guard parts.count == 2, let line = Int(parts[1]) else { return nil }
        self.init(run: String(parts[0]), index: line - 2)
    }
}
