import RatchetEngine

/// The group's coordinator and its members: eager rebalance, `range`, sessions that end.
extension World {
    private static let rebalanceTimeout: Int64 = 5_000_000

    func join(_ executor: SimulatedExecutor) {
        guard executor.isAlive, executor.consumer.phase != .closed else { return }
        executor.consumer.phase = .joining
        executor.consumer.member = nil
        atBroker(random.latency(), for: executor) { [self] in
            guard executor.consumer.phase == .joining else { return }
            let place = plan.keepsOrder ? executor.index : Int(random.next() % 1_000_000)
            let member = Member(place: place, executor: executor.index)
            executor.consumer.member = member
            group.members.append(member)
            wait(member)
        }
    }

    private func wait(_ member: Member) {
        member.isWaiting = true
        rebalance()
        later(random.latency()) { [self] in completeIfAllWait() }
    }

    /// Asks everybody to join again.
    func rebalance() {
        guard !group.isPreparing else { return }
        group.isPreparing = true
        group.preparation += 1
        note("group prepares a rebalance")
        for member in group.members where !member.isWaiting { tell(member) }
        let preparation = group.preparation
        later(Self.rebalanceTimeout) { [self] in
            if group.isPreparing, group.preparation == preparation { complete() }
        }
    }

    /// It hears with its next heartbeat.
    private func tell(_ member: Member, within limit: Int = 300_000) {
        let executor = executors[member.executor]
        atBroker(Int64(random.within(1_000...limit)), for: executor) { [self] in
            guard executor.consumer.member === member else { return }
            if member.isRemoved {
                lose(executor)
            } else if group.isPreparing, !member.isWaiting, executor.consumer.phase == .assigned {
                revoke(executor)
            }
        }
    }

    private func completeIfAllWait() {
        guard group.isPreparing, group.members.allSatisfy(\.isWaiting) else { return }
        complete()
    }

    private func complete() {
        group.isPreparing = false
        for member in group.members where !member.isWaiting { drop(member) }
        group.members.removeAll { $0.isRemoved }
        guard !group.members.isEmpty else { return }
        group.generation += 1
        group.members.sort { $0.place < $1.place }
        let partitions = plan.partitions
        let (share, rest) = partitions.quotientAndRemainder(dividingBy: group.members.count)
        var next: Int32 = 0
        for (place, member) in group.members.enumerated() {
            let count = Int32(share + (place < rest ? 1 : 0))
            member.isWaiting = false
            member.generation = group.generation
            assign(Array(next..<next + count), to: member, group.generation)
            next += count
        }
    }

    private func assign(_ partitions: [Int32], to member: Member, _ generation: Int) {
        let executor = executors[member.executor]
        atBroker(random.latency(), for: executor) { [self] in
            let consumer = executor.consumer
            guard consumer.member === member, consumer.phase == .joining, member.generation == generation else {
                return
            }
            executor.lastLease += 1
            executor.memberships = [executor.lastLease: Membership(member: member, generation: generation)]
            executor.consumer.phase = .assigned
            executor.consumer.assignmentCount += 1
            executor.consumer.assignment = partitions
            note("\(executor.name) is assigned \(partitions) in generation \(generation)")
            post(.assigned(lease: executor.lastLease, partitions), to: executor)
            if executor.consumer.isLeaving {
                revoke(executor)
            } else if group.isPreparing, !member.isWaiting {
                tell(member)
            }
        }
    }

    /// Takes everything back in good order, and blocks the consumer until the engine has released it.
    private func revoke(_ executor: SimulatedExecutor) {
        executor.consumer.phase = .revoking
        executor.consumer.reading = [:]
        executor.consumer.paused = []
        guard !executor.consumer.assignment.isEmpty else {
            endRevocation(executor)
            return
        }
        executor.consumer.revocation += 1
        let revocation = executor.consumer.revocation
        post(.revoked(executor.consumer.assignment), to: executor)
        later(plan.revocationLimit, on: executor) { [self] in
            guard executor.consumer.phase == .revoking, executor.consumer.revocation == revocation else { return }
            note("\(executor.name) does not release \(executor.consumer.assignment) in time")
            auditor.disrupt(executor.consumer.assignment)
            endRevocation(executor)
        }
    }

    func release(_ executor: SimulatedExecutor) {
        executor.memberships = [:]
        if executor.consumer.phase == .revoking { endRevocation(executor) }
    }

    private func endRevocation(_ executor: SimulatedExecutor) {
        executor.consumer.assignment = []
        if executor.consumer.isLeaving {
            close(executor)
        } else if let member = executor.consumer.member, !member.isRemoved {
            executor.consumer.phase = .joining
            atBroker(random.latency(), for: executor) { [self] in
                guard executor.consumer.member === member, !member.isRemoved else { return }
                wait(member)
            }
        } else {
            join(executor)
        }
    }

    /// The consumer hears that it is out of the group.
    private func lose(_ executor: SimulatedExecutor) {
        guard executor.consumer.phase == .assigned || executor.consumer.phase == .joining else { return }
        let lost = executor.consumer.assignment
        executor.memberships = [:]
        executor.consumer.reading = [:]
        executor.consumer.paused = []
        executor.consumer.assignment = []
        if !lost.isEmpty { post(.lost(lost), to: executor) }
        if executor.consumer.isLeaving { close(executor) } else { join(executor) }
    }

    /// The group drops a member, which hears of it later.
    func drop(_ member: Member) {
        guard !member.isRemoved else { return }
        member.isRemoved = true
        note("group drops \(executors[member.executor].name)")
        auditor.disrupt(executors[member.executor].consumer.assignment)
        tell(member, within: random.chance(0.5) ? 300_000 : 2_000_000)
    }

    /// The session of a member ends.
    func endSession(of member: Member) {
        guard !member.isRemoved else { return }
        drop(member)
        group.members.removeAll { $0 === member }
        if group.isPreparing { completeIfAllWait() } else { rebalance() }
        if group.members.isEmpty { group.isPreparing = false }
    }

    func leave(_ executor: SimulatedExecutor) {
        executor.consumer.isLeaving = true
        switch executor.consumer.phase {
        case .assigned: revoke(executor)
        case .outside, .joining: close(executor)
        case .revoking, .closed: break
        }
    }

    private func close(_ executor: SimulatedExecutor) {
        executor.consumer.phase = .closed
        executor.consumer.reading = [:]
        if let member = executor.consumer.member, !member.isRemoved {
            member.isRemoved = true
            group.members.removeAll { $0 === member }
            if group.isPreparing { completeIfAllWait() } else { rebalance() }
            if group.members.isEmpty { group.isPreparing = false }
        }
        later(random.latency(), on: executor) { [self] in post(.left, to: executor) }
    }
}
