import RatchetKafka

/// Tells of topics that were created and of differences.
struct TopicReport {
    let session: Session
    let isJSON: Bool

    func write(created: [String]) {
        for topic in created {
            guard isJSON else {
                session.terminal.out.line("\(topic): created")
                continue
            }
            var object = JSONObject()
            object.add("topic", topic)
            object.add("created", true)
            session.terminal.out.line(object.text)
        }
    }

    /// Throws a ``CommandFailure`` of code `failed` when Ratchet cannot work with these topics.
    func write(_ differences: [TopicDifference]) throws {
        for difference in differences { session.terminal.out.line(isJSON ? json(difference) : text(difference)) }
        let fatal = differences.count { $0.severity == .fatal }
        guard fatal == 0 else {
            throw CommandFailure(.failed, "\(fatal) of \(differences.count) differences keep Ratchet from working")
        }
        session.say(
            differences.isEmpty
                ? "The topics are as they should be." : "Ratchet works with these topics despite the differences."
        )
    }

    private func text(_ difference: TopicDifference) -> String {
        let out = session.terminal.out
        return switch difference.severity {
        case .fatal: "\(out.styled("fatal", .bad)): \(difference.description)"
        case .warning: "\(out.styled("warning", .doubtful)): \(difference.description)"
        }
    }

    private func json(_ difference: TopicDifference) -> String {
        var object = JSONObject()
        object.add("topic", difference.topic)
        object.add("severity", difference.severity.rawValue)
        object.add("message", difference.description)
        return object.text
    }
}
