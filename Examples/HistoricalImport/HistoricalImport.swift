import Ratchet

/// Imports a CSV file page by page: each row becomes one JSON object, by column name, on a topic.
///
/// The header gives the names. Values stay the strings they are, an empty one an empty string: what they mean is for
/// the reader of the topic to say. A row's key is `<jobId>/<line>`, with the line of the file where the row begins. A
/// page and the place where the next one begins commit together, so each row arrives exactly once, in the file's order,
/// whatever happens to the executors.
public struct HistoricalImport: Job {
    /// A file that does not read as CSV will not get better by itself; one that is not there may come soon, if it does.
    ///
    /// What else fails is mostly the topic: it may be away while somebody makes it anew, for some minutes.
    public static let definition = Definition(
        "historical-import",
        retry: .attempts(6, backoff: .exponential(from: .seconds(5)))
            .never(on: BadCSV.self)
            .deciding { $0 is FileUnavailable ? .retryAfter(.seconds(1)) : .retry },
        defaults: ["pageSize": 100, "raggedRows": "fail"]
    )

    /// What a trigger gives.
    public struct Parameters: Codable, Sendable {
        /// The file's path, on every executor the same.
        public var file: String
        /// Rows in one step, 1 or more.
        public var pageSize: Int
        /// Where the rows go.
        public var topic: String
        /// What to do with a row that has more or fewer fields than the header.
        public var raggedRows: RaggedRows
        /// What stands between two fields; a comma if nothing is said, here or in a first line `sep=;`.
        public var delimiter: CSVDelimiter?
    }

    /// What to do with a row that has more or fewer fields than the header.
    public enum RaggedRows: String, Codable, Sendable {
        /// The run fails with an error that names the line.
        case fail
        /// The row is left out and counted.
        case skip
    }

    /// How far the import is.
    public enum State: Codable, Equatable, Sendable {
        /// Rows are read from `next` on.
        case importing(next: CSVFile.Cursor, counts: Counts)
        /// All rows are sent.
        case finishing(counts: Counts)
    }

    /// The job needs nothing.
    public init() {}

    /// Opens the file and reads its header; the rows before the cursor are not read again.
    public func prepare(_ setup: Setup<Self>) async throws -> CSVFile {
        guard setup.parameters.pageSize >= 1 else {
            throw JobFailure("pageSize must be 1 or more, not \(setup.parameters.pageSize)", .never)
        }
        let file = try CSVFile(path: setup.parameters.file, delimiter: setup.parameters.delimiter)
        if case .importing(let next, _) = setup.resuming { try file.seek(to: next) }
        return file
    }

    /// Begins at the first row.
    public func start(_ run: Run<Self>) async throws -> Step<State> {
        .next(.importing(next: run.resources.firstRow, counts: Counts()))
    }

    /// Imports one page, or ends.
    public func perform(_ state: State, in run: Run<Self>) async throws -> Step<State> {
        switch state {
        case .importing(let cursor, var counts):
            let file = run.resources
            let page = try file.page(from: cursor, count: run.parameters.pageSize)
            for row in page.rows {
                if row.values.count == file.columns.count {
                    try run.publish(bytes: row.json, to: run.parameters.topic, key: "\(run.jobId)/\(row.line)")
                    counts.imported += 1
                } else if run.parameters.raggedRows == .skip {
                    counts.skip(line: row.line)
                } else {
                    throw BadCSV.ragged(line: row.line, fields: row.values.count, columns: file.columns.count)
                }
            }
            let skipped = counts.skipped > 0 ? ", skipped \(counts.skippedInWords)" : ""
            run.progress(page.next.offset, of: file.size, note: "\(counts.imported) rows\(skipped)")
            return .next(page.isLast ? .finishing(counts: counts) : .importing(next: page.next, counts: counts))

        case .finishing(let counts):
            run.notify(
                counts.skipped == 0 ? .success : .warn,
                activity: "Import",
                title: "Historical import",
                summary: "Imported \(counts.imported) rows, skipped \(counts.skippedInWords)",
                details: run.parameters.file
            )
            return .complete(keeping: state)
        }
    }
}
