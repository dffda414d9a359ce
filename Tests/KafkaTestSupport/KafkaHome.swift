import Foundation

/// An installation of Apache Kafka: a directory in the layout of its release archives (`bin/`, `libs/`).
package struct KafkaHome: Sendable {
    package let url: URL
    private let java: URL

    /// Looks whether brokers can be started from `path`.
    ///
    /// - Throws: `SupportError.unavailable` with what is missing.
    package init(path: String) throws {
        url = URL(filePath: path, directoryHint: .isDirectory)
        let jars = (try? FileManager.default.contentsOfDirectory(atPath: url.appending(path: "libs").path)) ?? []
        guard jars.contains(where: { $0.hasPrefix("kafka_") }) else {
            throw SupportError(.unavailable, "KAFKA_HOME (\(path)) has no Apache Kafka in libs/")
        }
        guard let java = Self.findJava(ProcessInfo.processInfo.environment) else {
            throw SupportError(.unavailable, "no java: set JAVA_HOME, or install a Java runtime (17 or later)")
        }
        self.java = java
    }

    private static func findJava(_ environment: [String: String]) -> URL? {
        let home = environment["JAVA_HOME"].map { ["\($0)/bin"] } ?? []
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (home + path).map { URL(filePath: $0).appending(path: "java") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Runs a main class of Kafka: what the scripts in `bin/` do, with a virtual machine that starts quickly.
    func run(_ mainClass: String, arguments: [String], logDirectory directory: URL, heap: String) throws -> ChildProcess
    {
        let log4j2 = directory.appending(path: "log4j2.properties")
        let log4j = directory.appending(path: "log4j.properties")
        try Self.log4j2.write(to: log4j2, atomically: true, encoding: .utf8)
        try Self.log4j.write(to: log4j, atomically: true, encoding: .utf8)
        return try ChildProcess(
            java,
            arguments: [
                "-Xmx\(heap)", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",  // a quarter of the start
                "-Djava.awt.headless=true", "-Dkafka.logs.dir=\(directory.path)",
                "-Dlog4j2.configurationFile=\(log4j2.path)", "-Dlog4j.configuration=file:\(log4j.path)",
                "-cp", "\(url.path)/libs/*", mainClass,
            ] + arguments,
            environment: ["CLASSPATH": nil, "JAVA_TOOL_OPTIONS": nil]
        )
    }

    /// Kafka 4 logs through log4j 2, here to its output.
    private static let log4j2 = """
        rootLogger.level=INFO
        rootLogger.appenderRef.out.ref=OUT
        appender.out.type=Console
        appender.out.name=OUT
        appender.out.layout.type=PatternLayout
        appender.out.layout.pattern=[%d] %p %m (%c{1})%n
        """

    /// Kafka 3 logs through log4j 1 (reload4j).
    private static let log4j = """
        log4j.rootLogger=INFO, OUT
        log4j.appender.OUT=org.apache.log4j.ConsoleAppender
        log4j.appender.OUT.layout=org.apache.log4j.PatternLayout
        log4j.appender.OUT.layout.ConversionPattern=[%d] %p %m (%c{1})%n
        """
}
