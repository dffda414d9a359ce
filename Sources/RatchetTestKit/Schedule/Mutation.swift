import RatchetEngine

#if RATCHET_FLAWS
/// A rule that is broken on purpose: of the engine, or of the shell between it and the log.
package struct Mutation: Sendable, Hashable, CustomStringConvertible {
    /// As the flaw is called.
    package let name: String

    /// Those of the shell.
    package static let shell = ShellFlaw.allCases.map { Mutation("\($0)") }
    /// All there are.
    package static let all = shell + EngineConfiguration.flaws.map { Mutation($0) }

    private init(_ name: String) { self.name = name }

    /// Nil when there is none of that name.
    package init?(named name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    package var description: String { name }
}

extension SimulationProfile {
    func flawed(_ flaw: ShellFlaw) -> Bool { mutation?.name == "\(flaw)" }

    func mutate(_ configuration: inout EngineConfiguration) {
        if let mutation { configuration.adopt(flaw: mutation.name) }
    }
}
#else
extension SimulationProfile {
    @inline(__always) func flawed(_ flaw: ShellFlaw) -> Bool { false }

    @inline(__always) func mutate(_ configuration: inout EngineConfiguration) {}
}
#endif
