import Foundation

/// How Ratchet writes and reads JSON.
///
/// The coders are shared: they are not changed once made, and coding keeps nothing.
enum JSONCoding {
    private static let plainEncoder = JSONEncoder()
    private static let plainDecoder = JSONDecoder()
    private static let publishingEncoder = {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { try ISODate.encode($0, to: $1) }
        return encoder
    }()
    private static let parametersDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { try ISODate.decode(from: $0) }
        return decoder
    }()

    /// A state: Foundation's defaults, whose dates read back exactly.
    static func encode(state: some Encodable) throws -> [UInt8] {
        [UInt8](try plainEncoder.encode(state))
    }

    static func decode<State: Decodable>(state bytes: [UInt8], as type: State.Type) throws -> State {
        try plainDecoder.decode(type, from: Data(bytes))
    }

    /// What goes to a topic for others to read: dates in ISO 8601.
    static func encode(published value: some Encodable) throws -> [UInt8] {
        [UInt8](try publishingEncoder.encode(value))
    }

    /// What others gave: dates in ISO 8601.
    static func decode<Parameters: Decodable>(parameters bytes: [UInt8], as type: Parameters.Type) throws -> Parameters
    {
        try parametersDecoder.decode(type, from: Data(bytes))
    }
}
