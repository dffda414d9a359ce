import Ratchet
import RatchetEngine

/// What a schedule consists of, at the head of its trace.
extension World {
    func introduce() {
        guard traces else { return }
        note("seed \(seed): \(plan.executors) executors, \(plan.partitions) partitions, \(plan.runs) runs")
        note("faults: " + chances.kinds.map(\.rawValue).sorted().joined(separator: ", "))
        note(
            "slots \(plan.slots), producers \(plan.producers), partitions per batch \(plan.partitionsPerBatch), "
                + "batch \(plan.batchBytes) B, ready \(plan.readyLimit), pending \(plan.pendingLimit) B, "
                + "session \(plan.sessionTimeout / 1_000) ms, transaction \(plan.transactionTimeout / 1_000) ms"
        )
        for jobId in plan.jobOfRun.keys.sorted() {
            guard let job = plan.job(of: jobId), let script = job.scripts[jobId] else { continue }
            note("\(jobId) in p\(plan.partition(of: jobId)), job \(job.name): \(describe(script))")
        }
    }

    private func describe(_ script: Script) -> String {
        script.scenes.map { scene in
            "\(scene.act)".replacing("Ratchet.RetryPolicy.Decision.", with: "").replacing("\(Int.max)", with: "∞")
                + (scene.duration > 20 ? " (\(scene.duration) ms)" : "")
        }.joined(separator: ", ")
    }
}
