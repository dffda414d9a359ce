import CRDKafka

/// What went wrong in a call to Kafka, and whether trying again helps.
package struct KafkaError: Error, Sendable {
    package let code: Code
    package let message: String
    /// The same call may succeed later without any change.
    package let helpsToRetry: Bool
    /// The client that reported it is of no more use and must be created anew.
    package let isFatal: Bool
    /// The transaction in progress can only be aborted.
    package let requiresAbort: Bool
    package let cause: (any Error)?

    package init(
        _ code: Code,
        _ message: String,
        helpsToRetry: Bool = false,
        isFatal: Bool = false,
        requiresAbort: Bool = false,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.helpsToRetry = helpsToRetry
        self.isFatal = isFatal
        self.requiresAbort = requiresAbort
        self.cause = cause
    }
}

extension KafkaError: CustomStringConvertible {
    /// The message, the name of the error and what to do about it.
    package var description: String {
        var text = "\(message) (\(code.name))"
        if let advice = code.advice {
            // A cause that has the same advice gives it.
            guard advice != (cause as? KafkaError)?.code.advice else { return text + causeText }
            text += ": \(advice)"
        } else if helpsToRetry {
            text += ": try again"
        }
        return text + causeText
    }

    private var causeText: String { cause.map { " [caused by: \($0)]" } ?? "" }
}

extension KafkaError {
    /// Checks the plain result of a librdkafka call.
    static func check(
        _ code: rd_kafka_resp_err_t,
        _ action: @autoclosure () -> String
    ) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else {
            return
        }
        throw KafkaError(code, "\(action()): \(String(cString: rd_kafka_err2str(code)))")
    }

    /// Checks and frees the error object that a librdkafka call returned; null is success.
    static func check(
        _ error: OpaquePointer?,
        _ action: @autoclosure () -> String
    ) throws(KafkaError) {
        guard let error else {
            return
        }
        defer { rd_kafka_error_destroy(error) }
        throw KafkaError(
            Code(rd_kafka_error_code(error)),
            "\(action()): \(String(cString: rd_kafka_error_string(error)))",
            helpsToRetry: rd_kafka_error_is_retriable(error) != 0,
            isFatal: rd_kafka_error_is_fatal(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0
        )
    }

    init(_ code: rd_kafka_resp_err_t, _ message: String) {
        let code = Code(code)
        self.init(code, message, helpsToRetry: code.isTransient, isFatal: code == .fatal)
    }

    /// The innermost error of this module that led to this one; itself when it has no such cause.
    package var root: KafkaError { (cause as? KafkaError)?.root ?? self }

    func caused(by cause: (any Error)?) -> KafkaError {
        guard let cause else {
            return self
        }
        return KafkaError(
            code,
            message,
            helpsToRetry: helpsToRetry,
            isFatal: isFatal,
            requiresAbort: requiresAbort,
            cause: cause
        )
    }
}
