/// What a jobId, and any id that a sender chooses, looks like.
enum RunId {
    static let rule = "1 to 128 characters of A-Z a-z 0-9 . _ : / @ -"

    static func isValid(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
    }

    /// Those that Ratchet makes of a trigger's place may be longer than what a sender may choose.
    static func isJobId(_ id: String) -> Bool {
        (1...placeLimit).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
    }

    private static let placeLimit = 300

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            // `.`, `/` and the digits; `:`; `@`; `_`; `-`
            0x2E...0x3A, 0x40, 0x5F, 0x2D:
            true
        default: false
        }
    }
}
