/// The jobs of an executable.
///
/// ```swift
/// let jobs = Jobs().adding { HistoricalImport() }.adding { try await Nightly(client: .connect()) }
/// ```
///
/// Each job is made once per process, and only where jobs run. Classes, actors, names that are taken and names that are
/// not allowed are refused before anything runs, with an error that lists all of them.
public struct Jobs: Sendable {
    private var jobs: [RegisteredJob] = []
    private var problems: [String] = []

    /// No jobs yet.
    public init() {}

    /// These jobs and one more.
    ///
    /// - Parameter make: Makes the job; what it throws keeps the process from starting.
    /// - Returns: The jobs with the new one at the end.
    public func adding<J: Job>(_ make: @escaping @Sendable () async throws -> J) -> Jobs {
        var result = self
        result.add(J.definition, make)
        return result
    }

    private mutating func add<J: Job>(_ definition: JobDefinition<J>, _ make: @escaping @Sendable () async throws -> J)
    {
        if J.self is AnyClass {
            problems.append("\(J.self) must be a struct: what a class or an actor keeps is lost when a run moves")
        } else if let problem = definition.problem {
            problems.append(problem)
        } else if jobs.contains(where: { $0.name == definition.name }) {
            problems.append("two jobs are named '\(definition.name)', the second is \(J.self)")
        } else {
            do {
                jobs.append(try RegisteredJob(definition, make))
            } catch {
                problems.append("the defaults of job '\(definition.name)' are not JSON: \(error.inWords)")
            }
        }
    }

    /// The jobs in the order of their registration.
    ///
    /// Throws a ``RatchetError`` that lists all that was refused.
    package func registered() throws -> [RegisteredJob] {
        guard problems.isEmpty else {
            throw RatchetError(.jobRefused, problems.joined(separator: "; "))
        }
        return jobs
    }
}
