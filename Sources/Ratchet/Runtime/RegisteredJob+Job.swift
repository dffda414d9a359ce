extension RegisteredJob {
    /// Throws an `EncodingError` when a default is not JSON.
    init<J: Job>(_ definition: JobDefinition<J>, _ make: @escaping @Sendable () async throws -> J) throws {
        let check = try ParameterCheck<J.Parameters>(jobName: definition.name, defaults: definition.defaults)
        self.init(
            name: definition.name,
            retry: definition.retry,
            deadline: definition.deadline,
            priority: definition.priority,
            parameters: { try check($0) },
            make: { TypedJob(job: try await make(), definition: definition) }
        )
    }
}

/// A job value behind the engine's seam.
struct TypedJob<J: Job>: JobRuntime {
    let job: J
    let definition: JobDefinition<J>

    func session() -> any RunSession {
        TypedSession(job: job, definition: definition)
    }
}
