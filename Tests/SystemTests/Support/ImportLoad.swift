import Foundation
import KafkaTestSupport
import RatchetEngine
import Testing

/// Many imports of one file at once, each for a tenant of its own.
struct ImportLoad: Sendable {
    let excerpt: WeatherExcerpt
    let topic: String
    let pageSize: Int
    let jobIds: [String]

    init(_ excerpt: WeatherExcerpt, runs: Int, pageSize: Int, to topic: String) {
        self.excerpt = excerpt
        self.topic = topic
        self.pageSize = pageSize
        jobIds = (1...runs).map { "import-\($0)" }
    }

    /// Steps of all runs, the one that reads the header and the one that ends the run included.
    var steps: Int { jobIds.count * ((excerpt.count + pageSize - 1) / pageSize + 2) }

    func start(on deployment: Deployment) async throws {
        try await deployment.send(
            try jobIds.map { jobId in
                try RawTrigger(
                    job: "historical-import",
                    id: jobId,
                    tenant: "tenant-of-\(jobId)",
                    parameters: ["file": excerpt.url.path, "pageSize": pageSize, "topic": topic]
                )
            }
        )
    }

    /// Waits until a part of the work is done, and not all.
    func wait(for part: Double, in watch: RunWatch) async throws {
        let wanted = Int(part * Double(steps))
        try await eventually("\(wanted) of \(steps) steps, \(watch.steps) are done") {
            watch.steps >= wanted ? true : nil
        }
    }

    /// Every run has ended well, every row of each is there once, and its steps follow each other without a gap.
    func check(_ deployment: Deployment, _ watch: RunWatch) async throws {
        try await watch.ends(of: jobIds)
        for jobId in jobIds {
            let history = watch.history(jobId)
            let last = try #require(history.last)
            try #require(last.status == .complete, "\(jobId): \(last.error.map { "\($0)" } ?? "")")
            try #require(last.run.tenant == "tenant-of-\(jobId)")
            try #require(history.count { $0.standing.isOver } == 1, "\(jobId) has ended more than once")
            for (earlier, later) in zip(history, history.dropFirst()) {
                let distance = later.number.seq - earlier.number.seq
                try #require((0...1).contains(distance), "\(jobId): \(later.number) follows \(earlier.number)")
            }
        }
        try #require(watch.histories.count == jobIds.count)
        let faults = try excerpt.faults(in: try await deployment.read(topic), runs: jobIds)
        try #require(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        let notifications = try await deployment.read(deployment.name(of: .notifications))
        try #require(notifications.count == jobIds.count, "each run notifies once")
        try #require(watch.letters.isEmpty && watch.unreadable.isEmpty)
    }
}
