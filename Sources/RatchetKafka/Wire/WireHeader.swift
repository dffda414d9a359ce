/// Names of the headers of Ratchet's records.
package enum WireHeader {
    /// The envelope.
    package static let envelope = "ratchet"
    /// W3C trace context.
    package static let traceparent = "traceparent"
    /// Goes before the names of a refused record's own headers in its dead letter.
    package static let originalPrefix = "original."
}
