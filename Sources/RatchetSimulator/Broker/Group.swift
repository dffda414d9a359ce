/// The consumer group: who is a member of which generation, and who owns what.
struct Group {
    var generation = 0
    var members: [Member] = []
    /// Waits for its members to join the next generation.
    var isPreparing = false
    /// Distinguishes one rebalance from the next.
    var preparation = 0

    func accepts(_ membership: Membership) -> Bool {
        !membership.member.isRemoved && membership.generation == generation
    }
}
