import Foundation
import KafkaTestSupport

/// Executors that are started anew when they have ended, as a supervisor does.
actor ChaosCrew {
    private struct Place {
        var process: ChildProcess
        var label: String
        /// Something is being done to it: it is not to be started anew meanwhile.
        var isHeld = false
    }

    private let deployment: Deployment
    private let log: ChaosLog
    private let logFolder: URL?
    private var places: [Place] = []
    private var started = 0

    init(_ deployment: Deployment, of size: Int, log: ChaosLog, logFolder: URL?) throws {
        self.deployment = deployment
        self.log = log
        self.logFolder = logFolder
        for place in 0..<size {
            let label = "executor-\(place + 1)"
            places.append(Place(process: try deployment.start(label, ["executor"]), label: label))
            started += 1
        }
    }

    /// How many processes there were.
    var processes: Int { started }

    func waitUntilOwners() async throws {
        for place in places {
            try await place.process.waitForLine(containing: "A partition is owned")
        }
    }

    /// Starts those anew that have ended by themselves, until it is cancelled.
    func supervise() async throws {
        while !Task.isCancelled {
            for index in places.indices where !places[index].isHeld {
                guard let exit = places[index].process.exit else { continue }
                noteEnd(of: places[index], exit)
                try restart(index)
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    func kill(_ index: Int, away: Duration) async throws {
        try await hold(index) { place in
            log.line("\(place.label) is killed, for \(away)")
            place.process.send(.kill)
            _ = try await end(of: place.process)
            keepLog(of: place.process, place.label)
            try? await Task.sleep(for: away)
            try restart(index)
        }
    }

    func freeze(_ index: Int, away: Duration) async throws {
        try await hold(index) { place in
            log.line("\(place.label) is frozen, for \(away)")
            place.process.send(.pause)
            try? await Task.sleep(for: away)
            place.process.send(.resume)
            log.line("\(place.label) goes on")
        }
    }

    func terminate(_ index: Int) async throws {
        try await hold(index) { place in
            log.line("\(place.label) is told to stop")
            await stop(place.process, place.label)
            try restart(index)
        }
    }

    /// An executor besides the others, which comes and goes.
    func storm(rounds: Int, stay: Duration) async throws {
        log.line("a rebalance storm of \(rounds) rounds, \(stay) each")
        for round in 1...rounds where !Task.isCancelled {
            let label = "storm-\(started)-\(round)"
            let process = try deployment.start(label, ["executor"])
            started += 1
            try? await Task.sleep(for: stay)
            await stop(process, label)
        }
        log.line("the storm is over")
    }

    /// Ends all in good order.
    func stop() async {
        for place in places { await stop(place.process, place.label) }
    }

    private func hold(_ index: Int, _ body: (Place) async throws -> Void) async throws {
        guard places[index].process.exit == nil else { return }
        places[index].isHeld = true
        defer { places[index].isHeld = false }
        try await body(places[index])
    }

    private func restart(_ index: Int) throws {
        places[index].process = try deployment.start(places[index].label, ["executor"])
        started += 1
        log.line("\(places[index].label) is started, process \(places[index].process.processIdentifier)")
    }

    private func stop(_ process: ChildProcess, _ label: String) async {
        let start = ContinuousClock.now
        process.send(.terminate)
        if let exit = try? await end(of: process) {
            let seconds = start.duration(to: .now).components.seconds
            if exit != .code(0) { log.line("\(label) stopped with \(exit) after \(seconds) s") }
            judge(exit, of: process, label, what: "stopped")
        } else {
            log.fault("\(label) did not stop within \(Duration.patience) of SIGTERM\n\(process.standardError.tail(30))")
            process.send(.kill)
        }
        keepLog(of: process, label)
    }

    /// Waited for also when the chaos is over: longer than its stop timeout and its watchdog together.
    private func end(of process: ChildProcess) async throws -> ChildProcess.Exit {
        try await Task { try await process.waitForExit() }.value
    }

    private func noteEnd(of place: Place, _ exit: ChildProcess.Exit) {
        log.line("\(place.label) ended by itself: \(exit)\n\(place.process.standardError.tail(5))")
        judge(exit, of: place.process, place.label, what: "ended by itself")
        keepLog(of: place.process, place.label)
    }

    /// An end by a signal is a crash; an end by its watchdog is how an executor is meant to end when a call hangs.
    private func judge(_ exit: ChildProcess.Exit, of process: ChildProcess, _ label: String, what: String) {
        switch exit {
        case .code(0): break
        case .code(let code): log.count("executor \(what) with code \(code)")
        // Nothing has begun that a signal could interrupt.
        case .signal(SIGTERM) where process.standardError.tail(1).isEmpty: log.count("executor stopped as it began")
        case .signal(let signal):
            log.fault("\(label) crashed with signal \(signal)\n\(process.standardError.tail(30))")
        }
    }

    private func keepLog(of process: ChildProcess, _ label: String) {
        guard let logFolder else { return }
        try? FileManager.default.createDirectory(at: logFolder, withIntermediateDirectories: true)
        let copy = logFolder.appending(path: "\(label)-\(process.processIdentifier).log")
        try? FileManager.default.copyItem(at: process.standardError.url, to: copy)
    }
}
