import RatchetEngine

/// The latest checkpoint of each run, as `checkpoints` tells them one after another.
package struct CheckpointTable: Sendable {
    /// Which runs are wanted; a field that is nil takes all.
    package struct Filter: Sendable {
        package var statuses: Set<Checkpoint.Status>?
        package var job: String?
        package var tenant: String?

        package init(statuses: Set<Checkpoint.Status>? = nil, job: String? = nil, tenant: String? = nil) {
            self.statuses = statuses
            self.job = job
            self.tenant = tenant
        }

        package func takes(_ checkpoint: Checkpoint) -> Bool {
            (statuses?.contains(checkpoint.status) ?? true) && (job.map { $0 == checkpoint.run.job } ?? true)
                && (tenant.map { $0 == checkpoint.run.tenant } ?? true)
        }
    }

    private var latest: [String: Checkpoint] = [:]
    /// Records that this program cannot read: their place and why.
    package private(set) var unreadable: [(place: String, message: String)] = []

    package init() {}

    /// States are dropped, so that a long table fits in memory.
    package mutating func apply(_ change: RunChange) {
        switch change {
        case .checkpoint(var checkpoint):
            checkpoint.state = nil
            latest[checkpoint.run.jobId] = checkpoint
        case .expired(let jobId):
            latest[jobId] = nil
        case .unreadable(let place, let message):
            unreadable.append((place, message))
        case .letter, .resolved:
            break
        }
    }

    /// Those that the filter takes, the newest runs first.
    package func runs(_ filter: Filter = Filter()) -> [Checkpoint] {
        latest.values.filter(filter.takes).sorted { first, second in
            (second.run.created, first.run.jobId) < (first.run.created, second.run.jobId)
        }
    }
}
