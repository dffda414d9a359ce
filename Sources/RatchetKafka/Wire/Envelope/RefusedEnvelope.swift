import RatchetEngine

/// The envelope of a refused record's dead letter.
struct RefusedEnvelope: FieldObject {
    var reason: DeadLetter.Reason
    var place: String
    var originalKey: String?
    var refusal: Refusal
    /// The record's value was null.
    var hasNoValue: Bool?

    static var blank: RefusedEnvelope { RefusedEnvelope(reason: .rejected, place: "", refusal: .blank) }

    static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("v", WireVersion()) { _, _ in }
        try coder.required("reason", value.reason) { $0.reason = $1 }
        try coder.optional("final", true) { _, _ in }
        try coder.required("place", value.place) { $0.place = $1 }
        try coder.optional("originalKey", value.originalKey) { $0.originalKey = $1 }
        try coder.required("error", value.refusal) { $0.refusal = $1 }
        try coder.optional("noValue", value.hasNoValue) { $0.hasNoValue = $1 }
    }

    /// Unlike the failure of a run it names no step.
    struct Refusal: FieldObject {
        var message: String
        var at: Milliseconds

        static var blank: Refusal { Refusal(message: "", at: 0) }

        static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure) {
            try coder.optional("type", "Rejection") { _, _ in }
            try coder.required("message", value.message) { $0.message = $1 }
            try coder.required("at", value.at) { $0.at = $1 }
        }
    }
}

extension RefusedEnvelope {
    init(_ rejection: Rejection) {
        reason = rejection.reason
        place = rejection.place
        originalKey = rejection.originalKey
        refusal = Refusal(message: rejection.message, at: rejection.at)
        hasNoValue = rejection.bytes == nil ? true : nil
    }

    init(_ header: [UInt8]) throws(WireError) {
        self = try header.readingEnvelope { bytes throws(WireError) in try Self.read(bytes) }
    }

    /// Whether an envelope is that of a refused record: no other has a `place`.
    static func isIn(_ header: [UInt8]) throws(WireError) -> Bool {
        try header.readingEnvelope { bytes throws(WireError) in
            var isRefused = false
            var object = try JSONObjectReader(bytes)
            while let (key, _) = try object.next() {
                if case "place" = key { isRefused = true }
            }
            return isRefused
        }
    }
}
