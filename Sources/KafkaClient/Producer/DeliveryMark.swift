/// Why the delivery of a record is reported: travels with the record as its opaque pointer, which is null for nearly all.
struct DeliveryMark {
    /// The first record of its transaction tells the broker's time.
    let isFirst: Bool
    /// Whoever sent it wants to know its offset.
    let tag: Int?

    init(isFirst: Bool, tag: Int?) {
        self.isFirst = isFirst
        self.tag = tag
    }

    init(_ opaque: UnsafeMutableRawPointer?) {
        let bits = UInt(bitPattern: opaque)
        isFirst = bits & 1 == 1
        tag = bits > 1 ? Int(bits >> 1) - 1 : nil
    }

    var opaque: UnsafeMutableRawPointer? {
        UnsafeMutableRawPointer(bitPattern: (tag.map { UInt($0 + 1) << 1 } ?? 0) | (isFirst ? 1 : 0))
    }
}
