import Testing

@testable import RatchetCLI

@Suite struct HelpTests {
    @Test func ofACommandIsMadeFromItsDeclarations() async {
        let ending = await CLI()("trigger", "--help")
        #expect(ending.code == .ok)
        #expect(ending.err.isEmpty)
        #expect(ending.out.contains("Usage: acme trigger JOB [OPTIONS]"))
        #expect(ending.out.contains("  --tenant NAME        Whom the run is for\n"))
        #expect(ending.out.contains("KAFKA_BOOTSTRAP_SERVERS"))
    }

    @Test func ofTheProgramListsCommandsAndExitCodes() async {
        let ending = await CLI()()
        for word in ["dev", "executor", "topics", "trigger", "jobs", "bench"] {
            #expect(ending.out.contains("\n  \(word) "))
        }
        for code in ExitCode.allCases {
            #expect(ending.out.contains("\n  \(code.rawValue)"))
        }
    }

    @Test func isNoWiderThanTheTerminal() async {
        let ending = await CLI(width: 60)("jobs", "list", "--help")
        #expect(ending.out.split(separator: "\n").allSatisfy { $0.count <= 60 })
    }

    /// All commands, so that a new one cannot forget it.
    @Test func everyCommandTakesWhatAllTake() {
        func check(_ node: CommandTree) {
            switch node {
            case .group(_, let members):
                for member in members { check(member) }
            case .command(let type):
                let names = ArgumentDeclaration.all(of: type.init()).map(\.name)
                for name in ["--bootstrap", "--json", "--config", "--prefix", "--kafka"] {
                    #expect(names.contains(name), "\(type) has no \(name)")
                }
                #expect(Set(names).count == names.count, "\(type) declares an argument twice")
            }
        }
        check(.ratchet)
    }
}
