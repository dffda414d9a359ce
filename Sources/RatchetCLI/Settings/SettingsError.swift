/// A configuration that makes no sense, and where: `ratchet.yaml:12: …`, `RATCHET_SLOTS: …`.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
