/// What every command takes.
struct SharedOptions: Sendable {
    @SettingFlags(.connection, .log) var settings

    @Option("FILE", help: "The configuration file (default ratchet.yaml, if it exists; environment RATCHET_CONFIG)")
    var config: String?

    @Flag(help: "Writes JSON to standard output; a list as one object per line")
    var json
}
