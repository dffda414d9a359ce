import Foundation

/// Starts a program in a process group of its own, with three descriptors and nothing else of ours.
///
/// No other open file, no blocked or ignored signal. A descriptor that is nil is /dev/null.
func spawn(
    _ program: String,
    arguments: [String],
    environment: [String: String],
    input: Int32? = nil,
    output: Int32? = nil,
    error: Int32? = nil
) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in zip(Int32(0)..., [input, output, error]) {
        if let descriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        } else {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
    }
    for number in 3...(try highestDescriptor() + 256) { posix_spawn_file_actions_addclose(&actions, number) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var processIdentifier: pid_t = 0
    let result = withCStrings([program] + arguments) { argv in
        withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
            posix_spawn(&processIdentifier, program, &actions, &attributes, argv, envp)
        }
    }
    guard result == 0 else { throw SupportError.errno("start \(program)", result) }
    return processIdentifier
}

/// To close one that is closed is no error; others of this process, librdkafka among them, open more meanwhile.
private func highestDescriptor() throws -> Int32 {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }.max() ?? 2
}

/// The null-terminated array that C wants, valid during `body`.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
    _ = pointers.initialize(from: strings.map { strdup($0) } + [nil])
    defer {
        for pointer in pointers { free(pointer) }
        pointers.deallocate()
    }
    guard let base = pointers.baseAddress else { preconditionFailure("the array holds at least its end mark") }
    return body(base)
}

extension SupportError {
    /// A refused system call.
    static func errno(_ call: String, _ code: Int32 = Foundation.errno) -> SupportError {
        SupportError(.system, "\(call): \(String(cString: strerror(code)))")
    }
}
