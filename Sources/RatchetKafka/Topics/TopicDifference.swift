import KafkaClient
import RatchetEngine

/// Where the broker's topics are not as the layout wants them.
package struct TopicDifference: Sendable, Equatable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        /// Ratchet cannot keep its promises: it must not start.
        case fatal
        /// It works, with other limits than the layout says.
        case warning
    }

    package let topic: String
    package let severity: Severity
    /// What differs and what to do.
    package let description: String
}

extension TopicLayout {
    /// Compares the layout with what the broker describes; topics that are not of the layout are passed over.
    package func differences(from described: [String: TopicDescription]) -> [TopicDifference] {
        Topic.allCases.flatMap { topic -> [TopicDifference] in
            let wanted = specification(of: topic)
            guard let actual = described[wanted.name] else {
                return [wanted.difference(.fatal, "\(wanted.name) is missing: create it (`ratchet topics apply`)")]
            }
            return partitionDifferences(topic, wanted, actual) + propertyDifferences(topic, wanted, actual)
                + retentionDifferences(topic, wanted, actual)
        }
    }

    private func partitionDifferences(
        _ topic: Topic,
        _ wanted: TopicSpecification,
        _ actual: TopicDescription
    ) -> [TopicDifference] {
        var differences: [TopicDifference] = []
        if topic.isPerRun, actual.partitions != wanted.partitions {
            differences.append(
                wanted.difference(
                    .fatal,
                    "\(wanted.name) has \(actual.partitions) partitions, not \(wanted.partitions): all topics of runs "
                        + "need the same number, fixed for life; set it as it is, or start anew with another prefix"
                )
            )
        }
        if actual.replicationFactor < wanted.replicationFactor {
            differences.append(
                wanted.difference(
                    .warning,
                    "\(wanted.name) has \(actual.replicationFactor) replicas, not \(wanted.replicationFactor): "
                        + "reassign its partitions"
                )
            )
        }
        return differences
    }

    private func propertyDifferences(
        _ topic: Topic,
        _ wanted: TopicSpecification,
        _ actual: TopicDescription
    ) -> [TopicDifference] {
        wanted.properties.sorted { $0.key < $1.key }.compactMap { key, value in
            let isFatal =
                key == "cleanup.policy" || (key == "max.message.bytes" && topic.isPerRun)
            guard let found = actual.properties[key] else {
                return wanted.difference(.warning, "\(key) of \(wanted.name) is unknown, should be \(value)")
            }
            guard !Self.suits(found, key, value) else { return nil }
            return wanted.difference(
                isFatal ? .fatal : .warning,
                "\(key) of \(wanted.name) is \(found), not \(value): set it"
            )
        }
    }

    /// More room for messages and stricter replication do no harm; numbers may be written differently.
    private static func suits(_ found: String, _ key: String, _ wanted: String) -> Bool {
        guard let foundNumber = Double(found), let wantedNumber = Double(wanted) else { return found == wanted }
        return switch key {
        case "max.message.bytes", "min.insync.replicas": foundNumber >= wantedNumber
        default: foundNumber == wantedNumber
        }
    }

    /// By what the broker really does, which may differ from the layout.
    private func retentionDifferences(
        _ topic: Topic,
        _ wanted: TopicSpecification,
        _ actual: TopicDescription
    ) -> [TopicDifference] {
        guard topic == .triggers || topic == .steps,
            let time = actual.properties["retention.ms"].flatMap(Int64.init),
            let segment = actual.properties["segment.ms"].flatMap(Int64.init)
        else { return [] }
        let (sum, overflows) = time.addingReportingOverflow(segment)
        let isForever = time < 0 || overflows || sum > TopicRetention.longest.milliseconds
        let kept: Duration? = isForever ? nil : .milliseconds(sum)
        return retention.fault(topic: wanted.name, kept: kept).map { [wanted.difference(.fatal, $0)] } ?? []
    }
}

extension TopicSpecification {
    fileprivate func difference(_ severity: TopicDifference.Severity, _ words: String) -> TopicDifference {
        TopicDifference(topic: name, severity: severity, description: words)
    }
}
