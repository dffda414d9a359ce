import RatchetEngine

/// The header `ratchet` of a record that a step published: which step of which run it was.
package enum OutputEnvelope {
    /// The prefix tells deployments apart that publish to one topic.
    package static func write(_ origin: OutputOrigin, prefix: String, into writer: inout ByteWriter) {
        OutputFields(prefix: prefix, jobId: origin.jobId, seq: origin.seq, number: origin.number).write(to: &writer)
    }

    package static func read(_ header: [UInt8]) throws(WireError) -> (prefix: String, origin: OutputOrigin) {
        let fields = try header.readingEnvelope { bytes throws(WireError) in try OutputFields.read(bytes) }
        return (fields.prefix, OutputOrigin(jobId: fields.jobId, seq: fields.seq, number: fields.number))
    }
}

private struct OutputFields: FieldObject {
    var prefix: String
    var jobId: String
    var seq: Int
    var number: Int?

    static var blank: OutputFields { OutputFields(prefix: "", jobId: "", seq: 0) }

    static func fields<Coder: FieldCoder<Self>>(of value: Self, _ coder: inout Coder) throws(Coder.Failure) {
        try coder.required("v", WireVersion()) { _, _ in }
        try coder.required("prefix", value.prefix) { $0.prefix = $1 }
        try coder.required("jobId", value.jobId) { $0.jobId = $1 }
        try coder.required("seq", from: 0, value.seq) { $0.seq = $1 }
        try coder.optional("number", from: 1, value.number) { $0.number = $1 }
    }
}
