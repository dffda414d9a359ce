import Foundation

/// SplitMix64: the same values for the same seed.
///
/// The seed is printed and can be given again as `RATCHET_SEED`.
package struct SeededRandom: RandomNumberGenerator {
    /// What it began with.
    package let seed: UInt64
    private var state: UInt64

    /// One that nobody can choose: a part of something larger, which has printed its seed.
    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The stream number `index` of those that this seed gives, whatever was drawn from this one.
    package func stream(_ index: Int) -> SeededRandom {
        var mixer = SeededRandom(seed: seed)
        mixer.state &+= UInt64(truncatingIfNeeded: index) &* 0xD1B5_4A32_D192_ED03
        return SeededRandom(seed: mixer.next())
    }

    package init(for test: String) {
        let given = ProcessInfo.processInfo.environment["RATCHET_SEED"].flatMap(UInt64.init)
        self.init(seed: given ?? UInt64.random(in: 0...UInt64(UInt32.max)))
        print("\(test): RATCHET_SEED=\(seed)")
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
