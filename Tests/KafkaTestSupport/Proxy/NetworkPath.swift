/// How bytes travel in one direction.
package struct NetworkPath: Sendable, Equatable {
    /// From when they are sent to when they arrive.
    package var delay: Duration = .zero
    /// No more than these; nil for as many as come.
    package var bytesPerSecond: Int?
    /// Nothing arrives, and nobody is told: a cable that was pulled.
    ///
    /// What is sent meanwhile arrives when the path is no longer silent, as TCP sends it again; the end of a connection
    /// too.
    package var isSilent = false

    /// Everything arrives at once.
    package init() {}
}

/// One of the two directions between a client and its broker.
package enum NetworkDirection: Sendable, CaseIterable {
    case toBroker
    case toClient
}
