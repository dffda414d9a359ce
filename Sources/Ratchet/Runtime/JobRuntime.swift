/// A registered job with its types erased: what the engine knows of it.
package struct RegisteredJob: Sendable {
    package let name: String
    package let retry: RetryPolicy
    package let deadline: Duration
    /// 0 to 9, higher first.
    package let priority: Int
    /// Checks a trigger's parameters, if it has any, and gives them with the definition's defaults merged under them.
    ///
    /// Throws an error whose text says which field is wrong.
    package let parameters: @Sendable (_ given: JSONObjectText?) throws -> [UInt8]
    /// Makes the job value; called once per process, and only where jobs run.
    package let make: @Sendable () async throws -> any JobRuntime

    package init(
        name: String,
        retry: RetryPolicy,
        deadline: Duration,
        priority: Int,
        parameters: @escaping @Sendable (JSONObjectText?) throws -> [UInt8],
        make: @escaping @Sendable () async throws -> any JobRuntime
    ) {
        self.name = name
        self.retry = retry
        self.deadline = deadline
        self.priority = priority
        self.parameters = parameters
        self.make = make
    }
}

/// A job value with its types erased.
package protocol JobRuntime: Sendable {
    /// A place for one run on this executor: holds what `prepare` opened from step to step.
    func session() -> any RunSession
}

/// One run on one executor: calls `prepare` when it has no resources, then `start` or `perform`.
///
/// Resources are kept from one successful call to the next, and dropped by any throw or cut. Calls never overlap.
package protocol RunSession: AnyObject, Sendable {
    /// Never throws: whatever user code throws is in the result.
    func step(_ call: StepCall, host: any StepHost) async -> StepResult
}
