/// Checks what a trigger gives against a job's `Parameters`, with the definition's defaults merged under it.
struct ParameterCheck<Parameters: Decodable & Sendable>: Sendable {
    private struct Default {
        let name: String
        let member: [UInt8]
    }

    private let jobName: String
    private let defaults: [Default]

    /// Throws an `EncodingError` when a default is a number that JSON cannot express.
    init(jobName: String, defaults: [String: JSONValue]) throws {
        self.jobName = jobName
        self.defaults = try defaults.sorted { $0.key < $1.key }.map { name, value in
            let name = (name, try JSONCoding.encode(state: name))
            return Default(name: name.0, member: name.1 + [UInt8(ascii: ":")] + (try JSONCoding.encode(state: value)))
        }
    }

    /// The parameters as they were given, with the members that are missing added at the end: what was given keeps its
    /// exact form, such as the digits of its numbers.
    func callAsFunction(_ given: [UInt8]?) throws -> [UInt8] {
        let merged = try merge(under: given ?? Array("{}".utf8))
        do {
            _ = try JSONCoding.decode(parameters: merged, as: Parameters.self)
        } catch {
            let words = StrictJSON.unfitNumbers(in: merged, after: error) ?? error.inWords
            throw RatchetError(.badParameters, "job '\(jobName)': parameters: \(words)", cause: error)
        }
        return merged
    }

    private func merge(under given: [UInt8]) throws -> [UInt8] {
        let names = try names(in: given)
        let missing = defaults.filter { !names.contains($0.name) }
        guard !missing.isEmpty, let end = given.lastIndex(of: UInt8(ascii: "}")) else { return given }
        var merged = Array(given[..<end])
        var isFirst = names.isEmpty
        for member in missing.map(\.member) {
            if !isFirst { merged.append(UInt8(ascii: ",")) }
            isFirst = false
            merged += member
        }
        merged.append(UInt8(ascii: "}"))
        return merged
    }

    private func names(in given: [UInt8]) throws -> Set<String> {
        do {
            guard let object = try StrictJSON.value(of: given) as? [String: Any] else {
                throw RatchetError(.badParameters, "job '\(jobName)': parameters must be a JSON object")
            }
            return Set(object.keys)
        } catch let error as StrictJSON.Invalid {
            throw RatchetError(.badParameters, "job '\(jobName)': parameters are not JSON: \(error.message)")
        }
    }
}
