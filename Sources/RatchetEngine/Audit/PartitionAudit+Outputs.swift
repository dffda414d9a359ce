/// What the runs of this partition have published to one topic.
struct OutputTopicAudit {
    var tallies: [String: OutputTally] = [:]
    /// Of runs that have published nothing to the topic, for all that was read when it was.
    var strangers: [(jobId: String, record: OutputTally.Record)] = []
    /// Where records lie that an earlier reading has found more than once.
    var doubles: [OutputDouble: [OutputTally.Record]] = [:]
}

/// Published records, against what the checkpoints say that there are.
extension PartitionAudit {
    mutating func count(_ published: Published, of jobId: String, inTail: Bool) {
        for (topic, count) in published.counts {
            guard let index = rules.topics.outputs.firstIndex(of: topic) else {
                findings.otherOutputs.insert(topic)
                continue
            }
            outputs[index].tallies[jobId, default: OutputTally()].latest = count
            if !inTail { outputs[index].tallies[jobId]?.promised = count }
        }
    }

    mutating func forgetOutputs(of jobId: String) {
        for index in outputs.indices { outputs[index].tallies[jobId] = nil }
    }

    /// A record that a run of this partition has published, wherever it lies.
    ///
    /// - Parameters:
    ///   - origin: what its header says.
    ///   - index: of its topic, among those that are checked.
    ///   - place: where it lies.
    ///   - time: of the record.
    package mutating func take(
        output origin: OutputOrigin,
        of index: Int,
        at place: RecordPlace,
        time: Milliseconds
    ) {
        guard let number = origin.number else {
            findings.skip(.unnumberedOutputs)
            return
        }
        let record = OutputTally.Record(seq: origin.seq, number: number, place: place, time: time)
        guard let run = runs[origin.jobId], let mark = run.mark, outputs[index].tallies[origin.jobId] != nil else {
            takeStranger(record, of: origin.jobId, index)
            return
        }
        if time < run.created - rules.lives.margin {
            // Of an earlier run of that name, which is forgotten.
            findings.skip(.expiredOutputs)
        } else if number > outputs[index].tallies[origin.jobId]?.promised ?? 0 {
            outputs[index].tallies[origin.jobId]?.late.append(record)
        } else {
            judge(record, of: origin.jobId, mark, index)
        }
    }

    private mutating func takeStranger(
        _ record: OutputTally.Record,
        of jobId: String,
        _ index: Int
    ) {
        switch runs[jobId]?.knowledge {
        case .expired, .unreadable: findings.skip(.expiredOutputs)
        case .unknown, nil:
            if rules.now - record.time > rules.lives.checkpoint {
                findings.skip(.expiredOutputs)
            } else {
                outputs[index].strangers.append((jobId, record))
            }
        case .at: outputs[index].strangers.append((jobId, record))
        }
    }

    private mutating func judge(_ record: OutputTally.Record, of jobId: String, _ mark: CheckpointMark, _ index: Int) {
        if record.seq > mark.number.seq || record.seq == mark.number.seq && mark.standing.ending != .complete {
            let words = "record \(record.number) of the run, by step \(record.seq), is there"
            fail(.outputWithoutStep, record.place, jobId, "\(words), and the run stands at \(mark.words)")
            return
        }
        let double = OutputDouble(topic: index, jobId: jobId, number: record.number)
        if rules.doubles.contains(double) { outputs[index].doubles[double, default: []].append(record) }
        if !(outputs[index].tallies[jobId]?.see(record.number) ?? true) { findings.doubles[double] = record.place }
    }

    /// Of a record that is there more than once the last one is shown, and the others named.
    private mutating func judgeDoubles(_ index: Int) {
        for (double, records) in outputs[index].doubles where records.count > 1 {
            let places = records.sorted { ($0.time, $0.place) < ($1.time, $1.place) }.map(\.place)
            let others = places.dropLast().prefix(5).map(\.description).joined(separator: ", ")
            let message = "record \(double.number) of the run, by step \(records[0].seq), is there already: \(others)"
            if let last = places.last { fail(.outputTwice, last, double.jobId, message) }
        }
    }

    private mutating func fail(_ kind: Violation.Kind, _ place: RecordPlace, _ jobId: String, _ message: String) {
        findings.violations.append(Violation(kind, at: place, of: jobId, message))
    }

    /// - Parameter isWhole: for each topic, whether nothing of it was ever deleted.
    mutating func judgeOutputs(isWhole: [Bool]) {
        for index in outputs.indices {
            let strangers = outputs[index].strangers
            outputs[index].strangers = []
            for (jobId, record) in strangers { judgeLate(record, of: jobId, index) }
            for jobId in outputs[index].tallies.keys.sorted() {
                guard let tally = outputs[index].tallies[jobId] else { continue }
                for record in tally.late { judgeLate(record, of: jobId, index) }
                findings.promisedOutputs += tally.promised
                judgeMissing(of: jobId, index, isWhole: isWhole[index])
            }
            judgeDoubles(index)
            outputs[index] = OutputTopicAudit()
        }
    }

    private mutating func judgeLate(_ record: OutputTally.Record, of jobId: String, _ index: Int) {
        let latest = outputs[index].tallies[jobId]?.latest ?? 0
        if record.number <= latest, let mark = runs[jobId]?.mark {
            judge(record, of: jobId, mark, index)
        } else {
            let words = "record \(record.number) of the run, by step \(record.seq), is there, and its checkpoint "
            let counts = runs[jobId]?.mark == nil ? "is not" : "counts \(latest)"
            fail(.outputWithoutStep, record.place, jobId, words + counts)
        }
    }

    private mutating func judgeMissing(of jobId: String, _ index: Int, isWhole: Bool) {
        guard let run = runs[jobId], let missing = outputs[index].tallies[jobId]?.missing, !missing.isEmpty else {
            return
        }
        guard isWhole else {
            findings.skip(.deletedOutputs)
            return
        }
        let count = missing.reduce(0) { $0 + $1.count }
        let list = missing.prefix(5).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
        let numbers = list.joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
        let promised = outputs[index].tallies[jobId]?.promised ?? 0
        let topic = rules.topics.outputs[index]
        let place = RecordPlace(rules.topics.checkpoints, partition, run.offset)
        let message = "\(count) of the run's \(promised) records are not in \(topic): \(numbers)"
        fail(.outputMissing, place, jobId, message)
    }
}
