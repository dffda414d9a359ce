import RatchetEngine

extension DeadLetter {
    var json: JSONObject {
        var object = JSONObject()
        switch self {
        case .run(let checkpoint, let reason, let isFinal):
            object.add("reason", reason.rawValue)
            object.add("final", isFinal)
            object.add("seq", checkpoint.number.seq)
            object.add("attempt", checkpoint.number.attempt)
            object.add("error", checkpoint.error?.message)
        case .rejected(let rejection):
            object.add("reason", rejection.reason.rawValue)
            object.add("final", true)
            object.add("place", rejection.place)
            object.add("originalKey", rejection.originalKey)
            object.add("error", rejection.message)
            object.add("at", rejection.at)
            object.add("value", rejection.bytes.map { String(decoding: $0, as: UTF8.self) })
        }
        return object
    }
}
