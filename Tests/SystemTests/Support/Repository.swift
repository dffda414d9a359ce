import Foundation

/// Files of this repository.
enum Repository {
    /// `Tests/SystemTests/Support/Repository.swift`, four levels up.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var weather: URL { root.appending(path: "Examples/Data/weather.csv") }
    static var demo: URL { root.appending(path: "scripts/demo") }
    static var compose: URL { root.appending(path: "docker-compose.yml") }
}
