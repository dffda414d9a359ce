import Ratchet
import RatchetEngine

extension Checkpoint {
    /// The fields of the envelope, with the jobId; parameters and state only where all is wanted.
    func json(withContent: Bool) -> JSONObject {
        var object = JSONObject()
        object.add("jobId", run.jobId)
        object.add("job", run.job)
        object.add("tenant", run.tenant)
        object.add("status", status.rawValue)
        object.add("phase", phase?.rawValue)
        object.add("seq", number.seq)
        object.add("attempt", number.attempt)
        object.add("priority", run.priority)
        object.add("created", run.created)
        object.add("scheduled", run.scheduled)
        object.add("started", started)
        object.add("updated", updated)
        object.add("finished", finished)
        object.add("due", due)
        object.add("progress", progress?.json)
        object.add("published", published.json)
        object.add("error", error?.json)
        object.add("command", command?.json)
        object.add("executor", executor)
        object.add("pickups", pickups)
        object.add("origin", run.origin.json)
        if withContent {
            object.add("traceparent", run.traceparent)
            object.add("parameters", json: run.parameters)
            object.add("stateVersion", stateVersion)
            object.add("state", json: state)
        }
        return object
    }
}

extension Progress {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.add("done", done)
        object.add("total", total)
        object.add("note", note)
        return object
    }

    /// As in `420/1000`.
    var words: String { total.map { "\(done)/\($0)" } ?? "\(done)" }
}

extension Published {
    fileprivate var json: JSONObject? {
        guard !isEmpty else { return nil }
        var object = JSONObject()
        for (topic, count) in counts.sorted(by: { $0.key < $1.key }) { object.add(topic, count) }
        return object
    }

    /// As in `1000 to contacts, 3 to invoices`.
    var words: String? {
        guard !isEmpty else { return nil }
        return counts.sorted { $0.key < $1.key }.map { "\($0.value) to \($0.key)" }.joined(separator: ", ")
    }
}

extension Checkpoint.Failure {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.add("type", type)
        object.add("message", message)
        object.add("seq", seq)
        object.add("at", at)
        return object
    }
}

extension Checkpoint.AppliedCommand {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.add("id", id)
        object.add("at", at)
        return object
    }
}

extension Origin {
    fileprivate var json: JSONObject {
        var object = JSONObject()
        object.add("kind", kind.rawValue)
        object.add("at", at)
        return object
    }
}
