import Foundation
import Synchronization

/// Ports of the loopback interface that nobody listens on.
///
/// They are taken from below the range the kernel gives to outgoing connections, so that a broker that is down finds its
/// port free when it comes back.
enum FreePorts {
    private static let range: Range<UInt16> = 20_000..<32_000
    private static let given = Mutex<Set<UInt16>>([])

    static func take(_ count: Int) throws -> [UInt16] {
        try given.withLock { given in
            var ports: [UInt16] = []
            for port in range.shuffled() where !given.contains(port) && isFree(port) {
                ports.append(port)
                if ports.count == count {
                    given.formUnion(ports)
                    return ports
                }
            }
            throw SupportError(.system, "no \(count) free ports in \(range)")
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        guard let socket = LoopbackSocket() else { return false }
        return socket.bind(to: port)
    }
}
