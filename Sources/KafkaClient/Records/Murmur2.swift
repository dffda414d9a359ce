/// The hash by which Kafka's Java client spreads keys over partitions.
package func murmur2(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    let multiplier: UInt32 = 0x5bd1_e995
    var hash = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
    let words = bytes.count / 4
    for word in 0..<words {
        var mixed = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self))
        mixed &*= multiplier
        mixed ^= mixed >> 24
        mixed &*= multiplier
        hash &*= multiplier
        hash ^= mixed
    }
    let rest = bytes[(words * 4)...]
    if !rest.isEmpty {
        for (index, byte) in rest.enumerated() {
            hash ^= UInt32(byte) << (8 * UInt32(index))
        }
        hash &*= multiplier
    }
    hash ^= hash >> 13
    hash &*= multiplier
    hash ^= hash >> 15
    return Int32(bitPattern: hash)
}

/// The hash of a key's UTF-8 bytes.
package func murmur2(_ key: String) -> Int32 {
    var key = key
    return key.withUTF8 { murmur2(UnsafeRawBufferPointer($0)) }
}

/// The partition that Kafka's Java client gives a key.
package func partition(ofKey key: String, count: Int32) -> Int32 {
    (murmur2(key) & 0x7fff_ffff) % count
}
