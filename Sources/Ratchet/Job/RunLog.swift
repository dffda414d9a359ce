/// The log of a run: its executor takes the lines.
struct RunLog: LogHandler {
    let host: any StepHost

    func log(_ level: LogLevel, _ message: String, metadata: [String: String], label: String) {
        host.log(level, message, metadata: metadata)
    }
}
