import CRDKafka

/// A consumer's membership in its group at one moment: the fence of a transaction that commits the group's offsets.
///
/// Take it once per assignment: metadata fetched after a partition was lost would be accepted for that partition.
///
/// `@unchecked Sendable`: the C object never changes after its creation, and librdkafka only reads it.
package final class GroupMetadata: @unchecked Sendable {
    let raw: OpaquePointer
    package let memberId: String
    package let generationId: Int32

    /// The membership of a consumer as of now; nil if the client is not a consumer.
    convenience init?(of client: ClientHandle) {
        guard let raw = rd_kafka_consumer_group_metadata(client.raw) else {
            return nil
        }
        self.init(taking: raw)
    }

    /// No membership at all: offsets sent with it are accepted from anyone.
    package convenience init(unfencedGroup group: String) {
        self.init(taking: rd_kafka_consumer_group_metadata_new(group))
    }

    private init(taking raw: OpaquePointer) {
        self.raw = raw
        (memberId, generationId) = Self.identity(in: raw)
    }

    deinit {
        rd_kafka_consumer_group_metadata_destroy(raw)
    }

    /// Has a member id and a generation.
    ///
    /// Without both there is no fence.
    package var isMember: Bool {
        !memberId.isEmpty && generationId >= 0
    }

    /// The library has no accessor; its written form is `CGMDv2:`, generation (4 bytes), group, member, each ended by
    /// 0.
    ///
    /// A form that is not known counts as no membership: refusing is safe, an imagined fence is not.
    private static func identity(in raw: OpaquePointer) -> (memberId: String, generationId: Int32) {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(raw, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return ("", -1)
        }
        guard let buffer else {
            return ("", -1)
        }
        defer { rd_kafka_mem_free(nil, buffer) }
        return parse(UnsafeRawBufferPointer(start: buffer, count: size)) ?? ("", -1)
    }

    static func parse(_ bytes: UnsafeRawBufferPointer) -> (memberId: String, generationId: Int32)? {
        let magic = Array("CGMDv2:".utf8)
        guard bytes.count >= magic.count + 4, bytes.starts(with: magic) else {
            return nil
        }
        let generation = bytes.loadUnaligned(fromByteOffset: magic.count, as: Int32.self)
        let texts = bytes.dropFirst(magic.count + 4).split(separator: 0, omittingEmptySubsequences: false)
        guard texts.count >= 3 else {
            return nil
        }
        return (String(decoding: texts[1], as: UTF8.self), generation)
    }
}
