import Ratchet
import RatchetCLI

/// The `ratchet` command line with jobs that behave badly: what the system tests run where the example will not do.
@main
struct TestJobs: RatchetCommand {
    static let jobs = Jobs()
        .adding { LedgerJob() }
        .adding { FailingJob() }
        .adding { TrappingJob() }
        .adding { HoardingJob() }
        .adding { HangingJob() }
        .adding { SleepingJob() }
        .adding { QuietJob() }
        .adding { MixedJob() }
}
