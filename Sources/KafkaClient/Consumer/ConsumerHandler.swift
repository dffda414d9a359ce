/// What a consumer delivers.
package enum ConsumerEvent: Sendable {
    case record(ConsumedRecord)
    /// Everything up to `offset` was delivered, and nothing more is there now.
    ///
    /// Comes again after each catching up.
    case end(of: TopicPartition, offset: Int64)
}

/// Hears what happens to a consumer.
///
/// Every call comes on the consumer's thread, which waits for it: be short. Assignments name the partitions of the group's
/// topics only; their companions come and go with them.
package protocol ConsumerHandler: Sendable {
    /// The group gave these partitions.
    ///
    /// Nothing is read before `Consumer.read(from:)`.
    ///
    /// `group` is the membership under which they are held, and the fence of every commit for them.
    func assigned(_ partitions: [TopicPartition], group: GroupMetadata)

    /// The group takes the partitions back.
    ///
    /// They are still ours until `done` is called (from any thread) or the limit has passed; nothing is delivered
    /// meanwhile.
    func revoked(_ partitions: [TopicPartition], done: @escaping @Sendable () -> Void)

    /// The partitions belong to someone else already.
    func lost(_ partitions: [TopicPartition])

    /// All that was there without waiting, in the order of each partition.
    func received(_ batch: [ConsumerEvent])

    /// The consumer goes on by itself, unless the error is fatal.
    func failed(_ error: KafkaError)
}
