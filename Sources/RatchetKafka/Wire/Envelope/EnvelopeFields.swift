import Ratchet
import RatchetEngine

/// The fields of an envelope as they are found, before anything is required of them.
struct EnvelopeFields {
    static let version = 1

    var seq: Int?
    var attempt: Int?
    var job: String?
    var tenant: String?
    var split: Int?
    var stateVersion: Int?
    var priority: Int?
    var created: Milliseconds?
    var scheduled: Milliseconds?
    var origin: Origin?
    var status: Checkpoint.Status?
    var phase: Checkpoint.Phase?
    var due: Milliseconds?
    var started: Milliseconds?
    var updated: Milliseconds?
    var finished: Milliseconds?
    var pickups: Int?
    var snoozes: Int?
    var executor: String?
    var command: Checkpoint.AppliedCommand?
    var progress: Progress?
    var published: Published?
    var error: ErrorFields?
    var reason: DeadLetter.Reason?
    var isFinal: Bool?
    var place: String?
    var hasNoValue: Bool?

    /// Throws when the envelope is not JSON, of a newer version, or one of its known fields has the wrong type.
    init(_ header: [UInt8]) throws(WireError) {
        do {
            self = try header.reading { bytes throws(WireError) in try EnvelopeFields(bytes) }
        } catch {
            throw error.within("header `ratchet`")
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        do {
            try read(bytes)
        } catch {
            // Of a newer version nothing else is known.
            try Self.checkVersion(bytes)
            throw error
        }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        var version: Int?
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            switch key {
            case "v": version = try value.integer("v", from: 1)
            case "seq": seq = try value.integer("seq", from: 0)
            case "attempt": attempt = try value.integer("attempt", from: 1)
            case "job": job = try value.string("job")
            case "tenant": tenant = try value.string("tenant")
            case "split": split = try value.integer("split", from: 0)
            case "sv": stateVersion = try value.integer("sv", from: 1)
            case "priority": priority = try value.integer("priority", from: 0)
            case "created": created = try value.milliseconds("created")
            case "scheduled": scheduled = try value.milliseconds("scheduled")
            case "origin": origin = try Origin(value)
            default: try readStatus(key, value)
            }
        }
        try Self.check(version)
    }

    private mutating func readStatus(_ key: JSONText, _ value: JSONSlice) throws(WireError) {
        switch key {
        case "status": status = try value.word("status")
        case "phase": phase = try value.word("phase")
        case "due": due = try value.milliseconds("due")
        case "started": started = try value.milliseconds("started")
        case "updated": updated = try value.milliseconds("updated")
        case "finished": finished = try value.milliseconds("finished")
        case "pickups": pickups = try value.integer("pickups", from: 0)
        case "snoozes": snoozes = try value.integer("snoozes", from: 0)
        case "executor": executor = try value.string("executor")
        case "command": command = try Checkpoint.AppliedCommand(value)
        case "progress": progress = try Progress(value)
        case "published": published = try Published(value)
        case "error": error = try ErrorFields(value)
        case "reason": reason = try value.word("reason")
        case "final": isFinal = try value.bool("final")
        case "place": place = try value.string("place")
        case "noValue": hasNoValue = try value.bool("noValue")
        default: break
        }
    }

    static func checkVersion(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        var version: Int?
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            if case "v" = key { version = try value.integer("v", from: 1) }
        }
        try check(version)
    }

    static func check(_ version: Int?) throws(WireError) {
        let version = try version.required("v")
        guard version <= Self.version else { throw .unsupported(version: version) }
    }
}

extension Optional {
    func required(_ field: StaticString) throws(WireError) -> Wrapped {
        guard let self else { throw .missing(field) }
        return self
    }
}
