import Foundation

extension Error {
    /// The error in words for people.
    package var inWords: String {
        switch self {
        case let error as DecodingError: error.inPlainWords
        case let error as EncodingError: error.inPlainWords
        case let error as any LocalizedError: error.errorDescription ?? String(describing: self)
        case is CocoaError, is POSIXError: systemReason ?? localizedDescription
        case let error as NSError where type(of: self) == NSError.self: error.localizedDescription
        default: String(describing: self)
        }
    }

    /// What the system has said: "No such file or directory", where Foundation adds that the operation could not be
    /// completed.
    private var systemReason: String? {
        let cause = (self as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? self
        return (cause as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
    }
}
