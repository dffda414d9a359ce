import CRDKafka

/// The C library that this process runs with, which need not be the one it was built with.
package enum ClientLibrary {
    /// The versions whose log lines the tests of the transactional producer have seen: major, minor and patch, as in
    /// `RD_KAFKA_VERSION`.
    ///
    /// A line tells what no call does: that a request may still be on its way, or that a broker may have written a record
    /// whose request failed. How the lines of another version read, nobody has checked: to add one, put it here and run all
    /// tests with it.
    static let versionsWithKnownLog: Set<Int32> = [0x02_00_02]

    /// Whether the lines of this version's log mean what the tests have seen.
    package static var isLogKnown: Bool {
        versionsWithKnownLog.contains(rd_kafka_version() >> 8)
    }

    /// Such as `2.0.2`.
    package static var version: String {
        String(cString: rd_kafka_version_str())
    }
}
