import KafkaClient
import RatchetEngine

/// The brokers will never take what a setting says: an executor that goes on asking helps nobody.
package struct SettingRefused: Error, CustomStringConvertible {
    package let description: String

    /// Asks the brokers what they take, and says the names of their properties alone if they do not tell.
    ///
    /// Nil when it is no setting that they refuse. Blocks.
    init?(_ code: KafkaError.Code, _ settings: ExecutorSettings) {
        let properties = try? Admin(configuration: settings.cluster, timeout: Self.patience).brokerProperties()
        self.init(code, settings, properties: properties ?? [:])
    }

    init?(_ code: KafkaError.Code, _ settings: ExecutorSettings, properties: [String: String]) {
        let (setting, value, limits): (String, Duration, [(String, String)])
        switch code {
        case .invalidSessionTimeout:
            limits = [("at least", "group.min.session.timeout.ms"), ("at most", "group.max.session.timeout.ms")]
            (setting, value) = ("sessionTimeout", settings.sessionTimeout)
        case .invalidTransactionTimeout:
            limits = [("at most", "transaction.max.timeout.ms")]
            (setting, value) = ("transactionTimeout", settings.transactionTimeout)
        default: return nil
        }
        let words = limits.map { bound, name in
            properties[name].map { "\(bound) \($0) ms (\(name))" } ?? "\(bound) their \(name)"
        }
        description =
            "the brokers refuse \(setting) of \(value.milliseconds) ms: they take \(words.joined(separator: " and ")). "
            + "Change the setting, or the brokers' limit"
    }

    private static let patience: Duration = .seconds(5)
}
