import Synchronization

/// One call of user code as its contexts see it: the facts, the executor, and what was staged until the call ends.
final class CallHandle: Sendable {
    let call: StepCall
    let host: any StepHost
    private let stage = Mutex(Stage())

    init(call: StepCall, host: any StepHost) {
        self.call = call
        self.host = host
    }

    /// The run's fields of a log line.
    var metadata: [String: String] {
        var metadata = ["job.id": call.jobId, "job.name": call.job, "step.seq": String(call.seq)]
        if let tenant = call.tenant { metadata["tenant"] = tenant }
        return metadata
    }

    /// Throws once the call has ended.
    func checkOpen() throws {
        guard stage.withLock({ $0.isOpen }) else { throw Self.ended }
    }

    /// Bytes that can still be staged.
    ///
    /// Throws once the call has ended.
    func room() throws -> Int {
        try stage.withLock { stage in
            guard stage.isOpen else { throw Self.ended }
            return host.stagedLimit - stage.bytes
        }
    }

    /// Stages all of `outputs` or, by a throw, none: when the call has ended, or there is no room.
    func stage(_ outputs: [Output], bytes: Int) throws {
        try stage.withLock { stage in
            guard stage.isOpen else { throw Self.ended }
            guard stage.bytes + bytes <= host.stagedLimit else { throw tooMuch }
            stage.bytes += bytes
            stage.staged.outputs += outputs
        }
    }

    /// Stages a notification; one without room fails the step when it ends.
    func stage(_ notification: Notification) {
        let isOpen = stage.withLock { stage in
            guard stage.isOpen else { return false }
            stage.bytes += notification.bytes
            stage.staged.notifications.append(notification)
            return true
        }
        if !isOpen { logFault("notify") }
    }

    /// Keeps the latest progress for the result, and shows it.
    func stage(_ progress: Progress) {
        let isOpen = stage.withLock { stage in
            guard stage.isOpen else { return false }
            stage.progress = progress
            return true
        }
        if isOpen { host.report(progress) } else { logFault("progress") }
    }

    /// Logs the use of a method that cannot throw, after the call has ended.
    func logFault(_ method: String) {
        let fields = metadata.merging(["method": method]) { own, _ in own }
        host.log(.error, "A run's handle was used after its call had ended", metadata: fields)
    }

    /// Ends the call: from here on nothing is staged.
    ///
    /// Throws when more was staged than a step may.
    @discardableResult
    func close() throws -> (staged: Staged, progress: Progress?) {
        let stage = stage.withLock { stage in
            let last = stage
            stage = Stage(isOpen: false)
            return last
        }
        guard stage.bytes <= host.stagedLimit else { throw tooMuch }
        return (stage.staged, stage.progress)
    }

    /// The error of a step that sends more than it may.
    var tooMuch: RatchetError {
        RatchetError(
            .stagedTooLarge,
            "the step sends more than its limit of \(host.stagedLimit) bytes: do less in one step"
        )
    }

    private static let ended = RatchetError(
        .callEnded,
        "the run's handle was used after its call had ended: await all work before the step returns"
    )
}

/// What a call has staged so far.
private struct Stage {
    var isOpen = true
    var bytes = 0
    var staged = Staged()
    var progress: Progress?
}

extension Notification {
    fileprivate var bytes: Int {
        activity.utf8.count + title.utf8.count + summary.utf8.count + (details?.utf8.count ?? 0)
    }
}
