import Foundation
import KafkaTestSupport

/// An executable of this package, as it was built with the tests.
struct Program: Sendable {
    let url: URL

    /// The command line with the examples' jobs.
    static var ratchet: Program { get throws { try Program("ratchet") } }

    /// The same with jobs that behave badly.
    static var testJobs: Program { get throws { try Program("TestJobs") } }

    /// Executables lie beside the test bundle.
    private init(_ name: String) throws {
        let bundles = [Bundle.main] + Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
        let folders = bundles.flatMap { bundle in
            [bundle.executableURL, bundle.bundleURL].compactMap { $0?.deletingLastPathComponent() } + [bundle.bundleURL]
        }
        let places = folders.map { $0.appending(path: name) }
        guard let url = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw SupportError(.unavailable, "'\(name)' is not built beside the tests: swift build --build-tests")
        }
        self.url = url
    }
}
