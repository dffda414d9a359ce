import KafkaClient

/// A consumer that holds all partitions of its topics, for tests that commit under its membership.
struct Membership {
    let name: String
    let consumer: Consumer
    let handler: RecordingHandler
    let group: GroupMetadata

    init(_ topics: [String], partitions: Int, configuration: ClientConfiguration = RealBroker.configuration) throws {
        name = unique("group")
        handler = RecordingHandler()
        consumer = try Consumer(configuration: configuration, group: name, topics: topics, handler: handler)
        let log = try handler.log.wait("assignment") { $0.assigned.count == partitions }
        group = log.groups[log.groups.count - 1]
    }
}
