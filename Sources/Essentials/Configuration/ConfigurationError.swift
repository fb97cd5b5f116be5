/// An error in the settings, with a message for the operator.
package enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    case broken(String, String, rule: String)
    case missing(String, because: String)
    case givenTwice(String, String)
    case unreadable(String, String, reason: String)
    case unknownFlag(String)
    case flagWithoutValue(String)
    case secretFlag(String, String)
    case samePort(Int)

    package var description: String {
        switch self {
        case .broken(let name, let value, let rule):
            "\(name) is '\(value)', but it must be \(rule)."
        case .missing(let name, let reason):
            "\(name) must be set with \(reason)."
        case .givenTwice(let first, let second):
            "\(first) and \(second) are both set; leave one out."
        case .unreadable(let variable, let path, let reason):
            "The file '\(path)' that \(variable) names can't be used: \(reason)."
        case .unknownFlag(let flag):
            "There is no flag '\(flag)'."
        case .flagWithoutValue(let flag):
            "'\(flag)' needs a value."
        case .secretFlag(let flag, let name):
            "'\(flag)' would show a secret to everyone on this machine; "
                + "set \(name) or \(name)_FILE instead."
        case .samePort(let port):
            "KENNEL_PORT and KENNEL_ADMIN_PORT are both \(port); they must differ."
        }
    }
}
