import Synchronization

/// Where steps wait until a test lets them go on.
final class Gate: Sendable {
    private struct State {
        var open: Set<String> = []
        var waiting: [String: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Waits until the gate is open for this name.
    func pass(_ name: String) async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.open.contains(name) { state.waiting[name] = continuation }
                return state.open.contains(name)
            }
            if isOpen { continuation.resume() }
        }
    }

    func isAwaited(by name: String) -> Bool { state.withLock { $0.waiting[name] != nil } }

    func open(for name: String) {
        state.withLock { state in
            state.open.insert(name)
            return state.waiting.removeValue(forKey: name)
        }?.resume()
    }
}
