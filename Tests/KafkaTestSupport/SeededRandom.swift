import Foundation

/// SplitMix64: the same values for the same seed.
///
/// The seed is printed and can be given again as `RATCHET_SEED`.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(for test: String) {
        let given = ProcessInfo.processInfo.environment["RATCHET_SEED"].flatMap(UInt64.init)
        state = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("\(test): RATCHET_SEED=\(state)")
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
