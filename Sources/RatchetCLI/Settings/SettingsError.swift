/// A mistake in the configuration, and where it is: `ratchet.yaml:12: …`, `RATCHET_SLOTS: …`.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
