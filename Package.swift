// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ratchet",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Ratchet", targets: ["Ratchet"]),
        .library(name: "RatchetSimulator", targets: ["RatchetSimulator"]),
        .library(name: "RatchetCLI", targets: ["RatchetCLI"]),
        .executable(name: "ratchet", targets: ["RatchetTool"]),
    ],
    targets: [
        .systemLibrary(name: "CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        // What glibc says of its heap, for `bench opening`.
        .systemLibrary(name: "CMalloc"),
        .target(name: "RatchetThreads"),
        .target(name: "KafkaClient", dependencies: ["CRDKafka", "RatchetThreads"]),

        .target(name: "Ratchet", dependencies: ["RatchetThreads"]),
        .target(name: "RatchetEngine", dependencies: ["Ratchet", "RatchetThreads"]),
        .target(name: "RatchetSimulator", dependencies: ["RatchetEngine"]),
        .target(name: "RatchetKafka", dependencies: ["KafkaClient", "RatchetEngine", "RatchetThreads"]),
        .target(
            name: "RatchetCLI",
            dependencies: [
                "Ratchet", "RatchetEngine", "RatchetKafka", "KafkaClient", "RatchetThreads", "CMalloc", "CYAML",
            ]
        ),
        .target(name: "HistoricalImport", dependencies: ["Ratchet"], path: "Examples/HistoricalImport"),
        .executableTarget(name: "RatchetTool", dependencies: ["RatchetCLI", "HistoricalImport"]),

        .target(name: "KafkaTestSupport", dependencies: ["KafkaClient"], path: "Tests/KafkaTestSupport"),
        .testTarget(name: "KafkaTestSupportTests", dependencies: ["KafkaClient", "KafkaTestSupport"]),
        .executableTarget(name: "simulate", dependencies: ["RatchetSimulator"], path: "Tests/Simulate"),
        .testTarget(name: "KafkaClientTests", dependencies: ["CRDKafka", "KafkaClient", "KafkaTestSupport"]),
        .testTarget(name: "RatchetThreadsTests", dependencies: ["RatchetThreads"]),
        .testTarget(name: "RatchetTests", dependencies: ["Ratchet"]),
        .testTarget(name: "RatchetEngineTests", dependencies: ["RatchetEngine", "RatchetThreads"]),
        .testTarget(name: "RatchetSimulatorTests", dependencies: ["RatchetSimulator"]),
        .testTarget(
            name: "RatchetKafkaTests",
            dependencies: ["RatchetKafka", "KafkaTestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "RatchetCLITests", dependencies: ["RatchetCLI", "KafkaTestSupport", "RatchetThreads"]),
        .testTarget(name: "HistoricalImportTests", dependencies: ["HistoricalImport"]),
        .executableTarget(name: "TestJobs", dependencies: ["RatchetCLI"], path: "Tests/TestJobs"),
        .testTarget(
            name: "SystemTests",
            dependencies: ["RatchetCLI", "RatchetKafka", "KafkaTestSupport", "RatchetTool", "TestJobs"]
        ),
    ],
    swiftLanguageModes: [.v6]
)
