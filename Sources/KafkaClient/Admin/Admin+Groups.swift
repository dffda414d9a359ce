import CRDKafka

/// A consumer group as its coordinator knows it.
package struct GroupDescription: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package let clientId: String
        /// As the broker sees it: `/10.0.0.7`.
        package let host: String
        package let partitions: [TopicPartition]

        package init(clientId: String, host: String, partitions: [TopicPartition]) {
            self.clientId = clientId
            self.host = host
            self.partitions = partitions
        }
    }

    /// False while partitions are given anew: then no member has any.
    package let isStable: Bool
    /// One that has died is a member until its session is over.
    package let members: [Member]

    package init(isStable: Bool, members: [Member]) {
        self.isStable = isStable
        self.members = members
    }
}

extension Admin {
    /// Who is in a consumer group; nobody in one that does not exist.
    ///
    /// Blocks, on any thread but those of Swift's pool.
    ///
    /// - Parameter group: its name.
    /// - Returns: its members with their partitions.
    /// - Throws: `KafkaError`.
    package func describeGroup(_ group: String) throws(KafkaError) -> GroupDescription {
        try askAgain({ () throws(KafkaError) in try askForGroup(group) }, after: { $0.helpsToRetry })
    }

    /// In a cluster that has had no group yet librdkafka 2.0.2 loses the question now and then: it is asked again soon.
    private func askForGroup(_ group: String) throws(KafkaError) -> GroupDescription {
        let failure = "the group \(group) cannot be described"
        let answer = try request(failure, within: .seconds(5)) { options, queue in
            group.withCString { name in
                var names: [UnsafePointer<CChar>?] = [name]
                rd_kafka_DescribeConsumerGroups(client.raw, &names, 1, options, queue)
            }
        } read: { event -> Result<GroupDescription, KafkaError> in
            var count = 0
            let groups = rd_kafka_DescribeConsumerGroups_result_groups(
                rd_kafka_event_DescribeConsumerGroups_result(event),
                &count
            )
            guard count > 0, let description = groups?[0] else { return .success(.init(isStable: true, members: [])) }
            return GroupDescription.read(description)
        }
        return try answer.get()
    }
}

extension GroupDescription {
    fileprivate static func read(_ raw: OpaquePointer) -> Result<GroupDescription, KafkaError> {
        let error = rd_kafka_ConsumerGroupDescription_error(raw)
        let code = rd_kafka_error_code(error)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let text = rd_kafka_error_string(error).map { String(cString: $0) } ?? ""
            return .failure(KafkaError(code, "the group cannot be described: \(text)"))
        }
        let members = (0..<rd_kafka_ConsumerGroupDescription_member_count(raw)).compactMap { index in
            rd_kafka_ConsumerGroupDescription_member(raw, index).map(Member.init)
        }
        let state = rd_kafka_ConsumerGroupDescription_state(raw)
        return .success(GroupDescription(isStable: state == RD_KAFKA_CONSUMER_GROUP_STATE_STABLE, members: members))
    }
}

extension GroupDescription.Member {
    fileprivate init(_ raw: OpaquePointer) {
        let assignment = rd_kafka_MemberDescription_assignment(raw)
        let list = assignment.flatMap { rd_kafka_MemberAssignment_partitions($0) }
        self.init(
            clientId: rd_kafka_MemberDescription_client_id(raw).map { String(cString: $0) } ?? "",
            host: rd_kafka_MemberDescription_host(raw).map { String(cString: $0) } ?? "",
            partitions: list.map { UnsafeMutablePointer(mutating: $0).topicPartitions } ?? []
        )
    }
}
