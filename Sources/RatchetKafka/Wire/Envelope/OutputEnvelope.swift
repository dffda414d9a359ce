import RatchetEngine

/// The header `ratchet` of a record that a step published: which step of which run it was.
package enum OutputEnvelope {
    /// The prefix tells deployments apart that publish to one topic.
    package static func write(_ origin: OutputOrigin, prefix: String, into writer: inout ByteWriter) {
        writer.append("{\"v\":1,\"prefix\":" as StaticString)
        writer.append(quoted: prefix)
        writer.append(",\"jobId\":" as StaticString)
        writer.append(quoted: origin.jobId)
        writer.append(",\"seq\":" as StaticString)
        writer.append(origin.seq)
        if let number = origin.number {
            writer.append(",\"number\":" as StaticString)
            writer.append(number)
        }
        writer.append(.closeBrace)
    }

    package static func read(_ header: [UInt8]) throws(WireError) -> (prefix: String, origin: OutputOrigin) {
        do {
            let fields = try header.reading { bytes throws(WireError) in try OutputFields(bytes) }
            let origin = OutputOrigin(
                jobId: try fields.jobId.required("jobId"),
                seq: try fields.seq.required("seq"),
                number: fields.number
            )
            return (try fields.prefix.required("prefix"), origin)
        } catch {
            throw error.within("header `ratchet`")
        }
    }
}

private struct OutputFields {
    var prefix: String?
    var jobId: String?
    var seq: Int?
    var number: Int?

    init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        try WireVersion.check(bytes)
        var object = try JSONObjectReader(bytes)
        while let (key, value) = try object.next() {
            switch key {
            case "prefix": prefix = try value.string("prefix")
            case "jobId": jobId = try value.string("jobId")
            case "seq": seq = try value.integer("seq", from: 0)
            case "number": number = try value.integer("number", from: 1)
            default: break
            }
        }
    }
}
