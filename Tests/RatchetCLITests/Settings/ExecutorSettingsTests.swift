import Testing

@testable import RatchetCLI

@Suite struct ExecutorSettingsTests {
    @Test func everyValueReachesTheExecutor() throws {
        let settings = try SettingsLoaderTests.load(flags: [
            "--bootstrap", "a:1", "--kafka", "security.protocol=ssl", "--prefix", "p.", "--partitions", "5",
            "--replication", "2", "--retention-finished-runs", "20d", "--group", "g", "--slots", "6", "--producers",
            "7",
            "--session-timeout", "8s", "--transaction-timeout", "9s", "--stop-timeout", "11s",
            "--revocation-patience", "13s", "--metrics-interval", "12s",
            "--mail-patience", "14s",
        ])
        let executor = try settings.executor()
        #expect(executor.cluster.bootstrapServers == "a:1")
        #expect(executor.cluster.properties == ["security.protocol": "ssl"])
        #expect(executor.layout.prefix == "p.")
        #expect(executor.layout.partitions == 5)
        #expect(executor.layout.replicationFactor == 2)
        #expect(executor.layout.retention.finishedRuns == .seconds(20 * 86_400))
        #expect(executor.group == "g")
        #expect(executor.slots == 6)
        #expect(executor.producers == 7)
        #expect(executor.sessionTimeout == .seconds(8))
        #expect(executor.transactionTimeout == .seconds(9))
        #expect(executor.stopTimeout == .seconds(11))
        #expect(executor.revocationPatience == .seconds(13))
        #expect(executor.metricsInterval == .seconds(12))
        #expect(executor.mailPatience == .seconds(14))
    }

    @Test(arguments: [
        ([], "ratchet"), (["--prefix", "acme."], "acme"), (["--prefix", "acme"], "acme:"), (["--prefix", "."], ".:"),
        (["--prefix", "a.b."], "a.b"), (["--prefix", "acme.", "--group", "ratchet"], "ratchet"),
    ])
    func eachPrefixHasAGroupOfItsOwn(_ flags: [String], _ group: String) throws {
        #expect(try SettingsLoaderTests.load(flags: flags).executor().group == group)
    }

    @Test func aRevocationMustNotOutlastTheGroupsPatience() throws {
        let long = try SettingsLoaderTests.load(flags: ["--revocation-patience", "121s"])
        let error = #expect(throws: SettingsError.self) { try long.executor() }
        #expect(error?.description.hasPrefix("revocationPatience must be at most 2m, not ") == true)
    }

    @Test func aSessionLastsAnHourAtMost() throws {
        let settings = try SettingsLoaderTests.load(flags: ["--session-timeout", "2h"])
        let error = #expect(throws: SettingsError.self) { try settings.executor() }
        #expect(error?.description.hasPrefix("sessionTimeout must be at most 1h, not 2h") == true)
    }

    @Test func aTransactionNeedsASecond() throws {
        let short = try SettingsLoaderTests.load(flags: ["--transaction-timeout", "999ms"])
        let error = #expect(throws: SettingsError.self) { try short.executor() }
        #expect(error?.description.hasPrefix("transactionTimeout must be at least 1s, not 999ms") == true)
        let enough = try SettingsLoaderTests.load(flags: ["--transaction-timeout", "1s"]).executor()
        #expect(enough.transactionTimeout == .seconds(1))
    }
}
