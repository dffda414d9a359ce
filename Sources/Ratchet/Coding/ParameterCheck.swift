/// Checks what a trigger gives against a job's `Parameters`, with the definition's defaults merged under it.
struct ParameterCheck<Parameters: Decodable & Sendable>: Sendable {
    private struct Default {
        let name: String
        /// With a comma before it: `,"pageSize":100`.
        let member: [UInt8]
    }

    private let jobName: String
    private let defaults: [Default]

    /// Throws an `EncodingError` when a default is a number that JSON cannot express.
    init(jobName: String, defaults: [String: JSONValue]) throws {
        self.jobName = jobName
        self.defaults = try defaults.sorted { $0.key < $1.key }.map { name, value in
            let member = try JSONCoding.encode(state: name) + [UInt8(ascii: ":")] + JSONCoding.encode(state: value)
            return Default(name: name, member: [UInt8(ascii: ",")] + member)
        }
    }

    /// The parameters as they were given, with the members that are missing added at the end: what was given keeps its
    /// exact form, such as the digits of its numbers.
    func callAsFunction(_ given: JSONObjectText?) throws -> [UInt8] {
        let merged = merge(under: given ?? .empty)
        do {
            _ = try JSONCoding.decode(parameters: merged, as: Parameters.self)
        } catch {
            let words = UnfitNumbers.words(in: merged, after: error) ?? error.inWords
            throw RatchetError(.badParameters, "job '\(jobName)': parameters: \(words)", cause: error)
        }
        return merged
    }

    private func merge(under given: JSONObjectText) -> [UInt8] {
        var missing: [UInt8] = []
        for value in defaults where !given.names.contains(value.name) { missing += value.member }
        guard !missing.isEmpty else { return given.bytes }
        if given.names.isEmpty { missing.removeFirst() }
        let end = given.bytes.count - 1
        var merged: [UInt8] = []
        merged.reserveCapacity(given.bytes.count + missing.count)
        merged += given.bytes[..<end]
        merged += missing
        merged += given.bytes[end...]
        return merged
    }
}
