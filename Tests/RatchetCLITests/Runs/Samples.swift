import Ratchet
import RatchetEngine

/// Records to show.
enum Samples {
    static func checkpoint(
        _ jobId: String,
        _ status: Checkpoint.Status,
        job: String = "import",
        tenant: String? = nil,
        created: Milliseconds = 1000,
        state: String? = nil
    ) -> Checkpoint {
        let facts = RunFacts(
            jobId: jobId,
            job: job,
            tenant: tenant,
            priority: 5,
            created: created,
            scheduled: created,
            origin: Origin(kind: .trigger, at: "ratchet.triggers/0/7"),
            traceparent: nil,
            parameters: Array(#"{"file":"a.csv"}"#.utf8)
        )
        var checkpoint = Checkpoint(start: facts, at: created + 500, executor: "host-1")
        checkpoint.number = StepNumber(seq: 3, attempt: 1)
        checkpoint.started = created + 100
        _ = checkpoint.stand(
            status: status,
            due: status == .scheduled ? created + 900 : nil,
            finished: [.complete, .error, .terminated].contains(status) ? created + 500 : nil
        )
        checkpoint.progress = Progress(done: 5, total: 10, note: nil)
        checkpoint.state = state.map { Array($0.utf8) }
        if status == .error {
            checkpoint.error = Checkpoint.Failure(type: "StoreError", message: "full", seq: 3, at: created + 500)
        }
        return checkpoint
    }
}
