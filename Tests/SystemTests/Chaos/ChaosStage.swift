import KafkaTestSupport

/// Does what the scripts say, and heals it.
struct ChaosStage: Sendable {
    let cluster: KafkaCluster
    let crew: ChaosCrew
    let log: ChaosLog

    /// Goes on with the track until it is cancelled; what it did last is healed then.
    func play(_ track: ChaosTrack) async throws {
        var track = track
        while !Task.isCancelled {
            let (rest, action) = track.next()
            guard (try? await Task.sleep(for: rest)) != nil else { return }
            log.count(action.kind)
            try await perform(action)
        }
    }

    private func perform(_ action: ChaosAction) async throws {
        switch action {
        case .kill(let executor, let away): try await crew.kill(executor, away: away)
        case .freeze(let executor, let away): try await crew.freeze(executor, away: away)
        case .terminate(let executor): try await crew.terminate(executor)
        case .storm(let rounds, let stay): try await crew.storm(rounds: rounds, stay: stay)
        case .killBroker(let index, let away): try await killBroker(index, away: away)
        case .cut(let broker, let times):
            log.line("broker \(broker + 1): connections are cut, \(times) times")
            for _ in 0..<times {
                proxy(broker)?.cut()
                try? await Task.sleep(for: .milliseconds(500))
            }
        case .refuse(let broker, let away):
            try await shape(broker, "refuses connections", away) { proxy in
                proxy.refuse()
                proxy.cut()
            }
        case .delay(let broker, let delay, let away):
            try await shape(broker, "is \(delay) away", away) { $0.shape { $0.delay = delay } }
        case .slow(let broker, let bytes, let away):
            try await shape(broker, "has \(bytes) bytes a second", away) { $0.shape { $0.bytesPerSecond = bytes } }
        case .silence(let broker, let away):
            try await shape(broker, "is silent", away) { $0.shape { $0.isSilent = true } }
        }
    }

    private func killBroker(_ index: Int, away: Duration) async throws {
        let broker = cluster.brokers[index]
        log.line("broker \(broker.id) is killed, for \(away)")
        try await broker.kill()
        try? await Task.sleep(for: away)
        try broker.start()
        // Not cut short at the end of the chaos, as only then the next may be killed.
        try await Task { [cluster] in try await cluster.waitUntilReady() }.value
        log.line("broker \(broker.id) is back")
    }

    private func shape(_ broker: Int, _ words: String, _ away: Duration, _ change: (TCPProxy) -> Void) async throws {
        guard let proxy = proxy(broker) else { return }
        log.line("broker \(broker + 1) \(words), for \(away)")
        change(proxy)
        try? await Task.sleep(for: away)
        try proxy.heal()
        log.line("broker \(broker + 1) is well connected again")
    }

    private func proxy(_ broker: Int) -> TCPProxy? { cluster.brokers[broker].proxy }
}
