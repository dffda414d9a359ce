/// One row of a file; encodes as an object by column name.
public struct CSVRow: Encodable, Sendable {
    /// The line of the file where the row begins, from 1.
    public let line: Int
    /// The fields, as many as the row has.
    public let values: [String]
    let columns: [CSVColumn]

    /// Writes the fields under their columns' names.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CSVColumn.self)
        for (column, value) in zip(columns, values) { try container.encode(value, forKey: column) }
    }
}

/// A column's name, as a key of JSON.
struct CSVColumn: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}
