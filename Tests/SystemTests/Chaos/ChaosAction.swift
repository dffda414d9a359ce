/// One thing that is done to a cluster or its executors.
enum ChaosAction: Sendable {
    /// SIGKILL; it is started again after that time.
    case kill(executor: Int, away: Duration)
    /// SIGSTOP for longer than the session timeout, then SIGCONT.
    case freeze(executor: Int, away: Duration)
    /// SIGTERM; it is started again when it has ended.
    case terminate(executor: Int)
    /// An executor that joins and leaves, again and again.
    case storm(rounds: Int, stay: Duration)
    /// SIGKILL; it is started again after that time.
    case killBroker(Int, away: Duration)
    /// Resets all connections of its clients, so many times.
    case cut(broker: Int, times: Int)
    /// New connections are refused, those there are are reset.
    case refuse(broker: Int, away: Duration)
    /// All that its clients send and get comes late.
    case delay(broker: Int, by: Duration, away: Duration)
    case slow(broker: Int, bytesPerSecond: Int, away: Duration)
    /// Nothing arrives, and nobody is told.
    case silence(broker: Int, away: Duration)

    var kind: String {
        switch self {
        case .kill: "kill -9 of an executor"
        case .freeze: "SIGSTOP and SIGCONT of an executor"
        case .terminate: "SIGTERM of an executor"
        case .storm: "rebalance storm"
        case .killBroker: "kill -9 of a broker"
        case .cut: "connections cut"
        case .refuse: "connections refused"
        case .delay: "connections delayed"
        case .slow: "connections slowed"
        case .silence: "connections silent"
        }
    }
}
