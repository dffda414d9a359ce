import Ratchet
import RatchetEngine

/// What must be true of the topics when nothing can happen any more.
extension Auditor {
    mutating func checkRest(_ broker: Broker, _ plan: Plan) {
        for place in triggers.keys.sorted() { checkTrigger(place) }
        checkMail(broker)
        let letters = broker.letters()
        for (key, place) in garbage where letters[key] == nil || rejections[place] == nil {
            fail("\(place) was refused without a dead letter")
        }
        var published: [String: [[UInt8]]] = [:]
        for (_, content, _) in broker.outputs.visible(from: 0, upTo: broker.outputs.stableEnd) {
            published[content.output.key ?? "", default: []].append(content.output.value)
        }
        var notified: [String: [String]] = [:]
        for (_, notification, _) in broker.notifications.visible(from: 0, upTo: broker.notifications.stableEnd) {
            notified[notification.activity, default: []].append(notification.title)
        }
        for jobId in runs.keys.sorted() {
            guard let run = runs[jobId], let last = run.last else { continue }
            checkRun(last, letters[jobId], plan)
            if (published[jobId] ?? []) != run.outputs {
                fail("\(jobId): what is published is not what its steps committed")
            }
            if (notified[jobId] ?? []) != run.notifications {
                fail("\(jobId): what is notified is not what its steps committed")
            }
        }
        for partition in broker.checkpoints.indices {
            for checkpoint in broker.table(partition, upTo: .max) {
                let last = runs[checkpoint.run.jobId]?.last
                if last?.number != checkpoint.number || last?.standing != checkpoint.standing {
                    fail("\(name(checkpoint)) is in the table, but something else was committed last")
                }
            }
        }
    }

    private mutating func checkTrigger(_ place: String) {
        guard let trigger = triggers[place] else { return }
        if rejections[place] != nil { return }
        if starts[place] == nil {
            fail("the trigger at \(place) is lost")
        } else if runs[trigger.run.jobId]?.last == nil {
            fail("\(trigger.run.jobId) was started at \(place) and is lost")
        }
    }

    private mutating func checkRun(_ last: Checkpoint, _ letter: DeadLetter?, _ plan: Plan) {
        let jobId = last.run.jobId
        if !last.standing.isOver {
            if last.holds == .blocked, plan.script(of: jobId)?.mayBlock ?? false { return }
            fail("\(name(last))\(last.phase.map { "/\($0.rawValue)" } ?? "") is not over, and nothing happens any more")
            return
        }
        // The refusal of a trigger has the key of the run that it asked for.
        if triggers.values.contains(where: { $0.isOversize && $0.run.jobId == jobId }) { return }
        switch (last.standing.ending, letter) {
        case (.error, .run(_, _, final: true)?), (.complete, nil), (.terminated, nil): break
        case (_, nil): fail("\(name(last)) has no dead letter, and needs one")
        default: fail("\(name(last)) has a dead letter that does not fit")
        }
    }
}
