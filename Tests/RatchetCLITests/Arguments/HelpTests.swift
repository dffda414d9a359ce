import Testing

@testable import RatchetCLI

@Suite struct HelpTests {
    @Test func ofACommandIsMadeFromItsDeclarations() async {
        let ending = await CLI()("trigger", "--help")
        #expect(ending.code == .ok)
        #expect(ending.err.isEmpty)
        #expect(ending.out.contains("Usage: acme trigger JOB [OPTIONS]"))
        #expect(ending.out.contains("  --tenant NAME        The tenant that the run is for\n"))
        #expect(ending.out.contains("KAFKA_BOOTSTRAP_SERVERS"))
    }

    @Test func ownOptionsComeFirstThenCommonOnesThenSettings() async {
        let text = await CLI()("trigger", "--help").out
        let words = ["--parameters JSON", "--tenant NAME", "--config FILE", "--help", "\nSettings", "--bootstrap TEXT"]
        let places = words.map { text.firstRange(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self).elementsEqual(places.compactMap(\.self).sorted()))
    }

    @Test func ofAnOptionHasItsDefault() async {
        #expect(await CLI()("bench", "chain", "--help").out.contains("Steps of each run (default 200)\n"))
        #expect(await CLI()("jobs", "terminate", "--help").out.contains("(default 30s)\n"))
        #expect(await CLI()("jobs", "list", "--help").out.contains("Lists at most this many runs\n"))
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
