import CRDKafka
import Foundation

extension ConsumerLoop: ClientDelegate {
    func failed(_ error: KafkaError) {
        handler.failed(error.code == .fatal ? client.fatalError ?? error : error)
    }

    /// Comes within poll or close, on the consumer's thread.
    func rebalance(_ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            assigned(list.topicPartitions)
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
            revoked()
        default:
            deliver()
            takeBack { handler.lost($0) }
            handler.failed(KafkaError(code, "the group's rebalance failed: \(String(cString: rd_kafka_err2str(code)))"))
            unassign()
        }
    }

    private func assigned(_ partitions: [TopicPartition]) {
        // Once, before anything else: later it would be the membership of another generation, and no fence.
        let group = GroupMetadata(of: client)
        let isStale = rd_kafka_assignment_lost(client.raw) != 0
        deliver()
        // Without a revocation in between, the library gave the last assignment up by itself.
        takeBack { handler.lost($0) }
        names.removeAll()
        isAssignmentLost = false
        // Empty: the group takes this as accepted, and nothing is fetched yet.
        assign(PartitionList())
        guard let group, group.isMember, !isStale else {
            return
        }
        positions.assign(partitions, companions: options.companions)
        handler.assigned(partitions, group: group)
    }

    private func revoked() {
        if isAssignmentLost || rd_kafka_assignment_lost(client.raw) != 0 {
            dropUndelivered()
            takeBack { handler.lost($0) }
        } else {
            deliver()
            takeBack { partitions in
                let done = DispatchSemaphore(value: 0)
                handler.revoked(partitions) { done.signal() }
                let limit = DispatchTime.now() + .milliseconds(Int(options.revocationLimit.timeoutMilliseconds))
                if done.wait(timeout: limit) == .timedOut {
                    handler.failed(
                        KafkaError(
                            .timedOut,
                            "the revocation of \(partitions) was not done after \(options.revocationLimit)"
                        )
                    )
                }
            }
        }
        unassign()
    }

    /// Ends the present assignment, telling about it if there is one.
    private func takeBack(_ tell: ([TopicPartition]) -> Void) {
        // The library remembers a pause beyond the assignment.
        resumeInLibrary(positions.resume(Array(positions.paused)))
        let partitions = positions.partitions
        positions = ReadingPositions()
        starts = PendingStarts()
        if !partitions.isEmpty {
            tell(partitions)
        }
    }

    private func unassign() {
        names.removeAll()
        isAssignmentLost = false
        client.awaitStops()
        let code = rd_kafka_assign(client.raw, nil)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            handler.failed(
                KafkaError(code, "the partitions cannot be given up: \(String(cString: rd_kafka_err2str(code)))")
            )
        }
    }

    /// Reads every started partition at exactly its next offset.
    func assignPositions() {
        guard rd_kafka_assignment_lost(client.raw) == 0 else {
            // To assign now would wipe this mark before the callback that reports it.
            isAssignmentLost = true
            return
        }
        assign(PartitionList(positions.next))
        starts.assigned(positions, at: .now)
        pauseInLibrary(positions.pausedReading)
    }

    private func assign(_ list: borrowing PartitionList) {
        client.awaitStops()
        let code = list.withRaw { rd_kafka_assign(client.raw, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            handler.failed(
                KafkaError(code, "the partitions cannot be read: \(String(cString: rd_kafka_err2str(code)))")
            )
        }
    }

    func pauseInLibrary(_ partitions: [TopicPartition]) {
        guard !partitions.isEmpty else {
            return
        }
        _ = PartitionList(partitions).withRaw { rd_kafka_pause_partitions(client.raw, $0) }
    }

    /// Only what is paused: resuming anything else makes the library lose its place.
    func resumeInLibrary(_ partitions: [TopicPartition]) {
        guard !partitions.isEmpty else {
            return
        }
        _ = PartitionList(partitions).withRaw { rd_kafka_resume_partitions(client.raw, $0) }
    }
}
