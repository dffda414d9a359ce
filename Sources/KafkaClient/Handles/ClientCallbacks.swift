import CRDKafka
import Foundation
import Synchronization

/// Who hears what a client reports while it is polled, on the thread that polls.
protocol ClientDelegate: AnyObject, Sendable {
    func failed(_ error: KafkaError)
    func rebalance(_ code: rd_kafka_resp_err_t, _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>)
    /// A record failed, or has no offset, or was sent with an opaque pointer.
    func delivered(_ message: UnsafePointer<rd_kafka_message_t>)
}

extension ClientDelegate {
    func failed(_ error: KafkaError) {}
    func rebalance(_ code: rd_kafka_resp_err_t, _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {}
    func delivered(_ message: UnsafePointer<rd_kafka_message_t>) {}
}

/// What the C callbacks of one client find through its opaque pointer.
///
/// Lives as long as the client.
///
/// `@unchecked Sendable`: `delegate` is set once, before the client exists; a weak reference may be read anywhere.
final class ClientCallbacks: @unchecked Sendable {
    private let onLog: (@Sendable (KafkaLogLine) -> Void)?
    private let logLimit: KafkaLogLine.Level
    private let onStatistics: (@Sendable (String) -> Void)?
    private(set) weak var delegate: (any ClientDelegate)?
    private let connectionError = Mutex<KafkaError?>(nil)
    private let troubles = Atomic<Int>(0)
    private let closings = Atomic<Int>(0)
    private let writeFailures = Atomic<Int>(0)

    init(_ configuration: ClientConfiguration, delegate: (any ClientDelegate)?) {
        onLog = configuration.onLog
        logLimit = KafkaLogLine.limit(of: configuration)
        onStatistics = configuration.onStatistics
        self.delegate = delegate
    }

    /// Grows with every connection that broke and every request that timed out: what was under way may arrive all the
    /// same, and later.
    ///
    /// Of a transactional producer; other clients hear only of some.
    var connectionTroubles: Int {
        troubles.load(ordering: .acquiring)
    }

    /// Grows with every connection that was closed, or could not be made, whatever the reason.
    ///
    /// Of a producer. It grows before any request of that connection is given up or sent again.
    var closedConnections: Int {
        closings.load(ordering: .acquiring)
    }

    /// Grows with every request to write records that failed; a broker may have written them all the same.
    ///
    /// Of a transactional producer only.
    var failedWrites: Int {
        writeFailures.load(ordering: .acquiring)
    }

    var lastConnectionError: KafkaError? {
        connectionError.withLock { $0 }
    }

    func register(on conf: OpaquePointer?, kind: ClientHandle.Kind) {
        rd_kafka_conf_set_opaque(conf, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(conf, clientLogged)
        if delegate != nil {
            rd_kafka_conf_set_error_cb(conf, clientFailed)
        }
        if onStatistics != nil {
            rd_kafka_conf_set_stats_cb(conf, clientReportedStatistics)
        }
        switch kind {
        case .producer:
            // Always, even if nobody listens: without it a commit waits in slices of 10 ms.
            rd_kafka_conf_set_dr_msg_cb(conf, clientDelivered)
            rd_kafka_conf_set_closesocket_cb(conf, clientCloses)
        case .consumer:
            rd_kafka_conf_set_rebalance_cb(conf, clientRebalanced)
        }
    }

    fileprivate func logged(_ level: Int32, _ facility: String, _ message: String) {
        // The error callback leaves out repetitions and comes late: the log sees trouble as it happens.
        if facility == "FAIL" || facility == "REQTMOUT" {
            if KafkaLogLine.tellsOfRequests(facility, message) {
                troubles.wrappingAdd(1, ordering: .acquiringAndReleasing)
            }
            note(KafkaError(KafkaLogLine.failure(message), message))
        }
        if facility == "REQERR", message.contains("ProduceRequest") {
            writeFailures.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
        let line = KafkaLogLine(level: .init(rawValue: level) ?? .debug, facility: facility, message: message)
        if line.level <= logLimit {
            onLog?(line)
        }
    }

    fileprivate func closes() {
        closings.wrappingAdd(1, ordering: .acquiringAndReleasing)
    }

    fileprivate func failed(_ error: KafkaError) {
        if error.code.isConnectionTrouble {
            note(error)
        }
        delegate?.failed(error)
    }

    private func note(_ error: KafkaError) {
        connectionError.withLock { current in
            // "All brokers down" follows the reason and says less.
            if error.code != .allBrokersDown || current == nil {
                current = error
            }
        }
    }

    fileprivate func reported(_ statistics: String) {
        onStatistics?(statistics)
    }
}

// The C callbacks are functions, not closure literals: a literal may carry an isolation check that traps on the
// library's threads.

private func callbacks(_ opaque: UnsafeMutableRawPointer?) -> ClientCallbacks? {
    opaque.map { Unmanaged<ClientCallbacks>.fromOpaque($0).takeUnretainedValue() }
}

private func clientLogged(
    _ client: OpaquePointer?,
    _ level: Int32,
    _ facility: UnsafePointer<CChar>?,
    _ message: UnsafePointer<CChar>?
) {
    guard let client, let facility, let message else {
        return
    }
    callbacks(rd_kafka_opaque(client))?.logged(level, String(cString: facility), String(cString: message))
}

private func clientCloses(_ socket: Int32, _ opaque: UnsafeMutableRawPointer?) -> Int32 {
    callbacks(opaque)?.closes()
    return close(socket)
}

private func clientFailed(
    _ client: OpaquePointer?,
    _ code: Int32,
    _ reason: UnsafePointer<CChar>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    let error = KafkaError(rd_kafka_resp_err_t(rawValue: code), reason.map { String(cString: $0) } ?? "no reason given")
    callbacks(opaque)?.failed(error)
}

private func clientReportedStatistics(
    _ client: OpaquePointer?,
    _ json: UnsafeMutablePointer<CChar>?,
    _ length: Int,
    _ opaque: UnsafeMutableRawPointer?
) -> Int32 {
    if let json {
        callbacks(opaque)?.reported(String(decoding: UnsafeRawBufferPointer(start: json, count: length), as: UTF8.self))
    }
    return 0  // The library frees the text.
}

private func clientRebalanced(
    _ client: OpaquePointer?,
    _ code: rd_kafka_resp_err_t,
    _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    if let partitions {
        callbacks(opaque)?.delegate?.rebalance(code, partitions)
    }
}

private func clientDelivered(
    _ client: OpaquePointer?,
    _ message: UnsafePointer<rd_kafka_message_t>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    // Nearly all are successes that nobody waits for: they must cost nothing.
    guard
        let message,
        message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR || message.pointee.offset == RD_KAFKA_OFFSET_INVALID
            || message.pointee._private != nil
    else {
        return
    }
    callbacks(opaque)?.delegate?.delivered(message)
}
