import Foundation

extension Error {
    /// The error in words for people.
    var inWords: String {
        switch self {
        case let error as DecodingError: error.inPlainWords
        case let error as EncodingError: error.inPlainWords
        case let error as any LocalizedError: error.errorDescription ?? String(describing: self)
        case is CocoaError, is POSIXError: localizedDescription
        case let error as NSError where type(of: self) == NSError.self: error.localizedDescription
        default: String(describing: self)
        }
    }
}
