/// The errors of a body, gathered as Discord reports them: all at once.
struct FormFaults {
    private(set) var all: [Refusal.Fault] = []

    mutating func add(_ path: String, _ code: String, _ message: String) {
        all.append(Refusal.Fault(path: path, code: code, message: message))
    }

    func check() throws(Refusal) {
        if !all.isEmpty { throw .invalidForm(all) }
    }

    /// Discord counts Unicode's code points.
    mutating func length(
        of json: JSON?, _ path: String, _ bounds: ClosedRange<Int>, isRequired: Bool = false,
        isNullable: Bool = true
    ) {
        guard let json, !(json.isNull && isNullable && !isRequired) else {
            if isRequired { add(path, "BASE_TYPE_REQUIRED", "This field is required") }
            return
        }
        guard let text = json.string else {
            return add(
                path, "STRING_TYPE_CONVERT", "Could not interpret \"\(json.text)\" as string.")
        }
        let count = text.unicodeScalars.count
        guard !bounds.contains(count) else { return }
        if bounds.lowerBound == 0 {
            add(
                path, "BASE_TYPE_MAX_LENGTH",
                "Must be \(bounds.upperBound) or fewer in length.")
        } else {
            add(
                path, "BASE_TYPE_BAD_LENGTH",
                "Must be between \(bounds.lowerBound) and \(bounds.upperBound) in length.")
        }
    }

    mutating func range(of json: JSON?, _ path: String, _ bounds: ClosedRange<Int>) {
        guard let json, !json.isNull else { return }
        guard let number = json.integer else {
            return add(path, "NUMBER_TYPE_COERCE", "Value \"\(json.text)\" is not int.")
        }
        if number < bounds.lowerBound {
            add(
                path, "NUMBER_TYPE_MIN",
                "int value should be greater than or equal to \(bounds.lowerBound).")
        } else if number > bounds.upperBound {
            add(
                path, "NUMBER_TYPE_MAX",
                "int value should be less than or equal to \(bounds.upperBound).")
        }
    }

    mutating func choice(_ json: JSON?, _ path: String, _ values: [Int]) {
        guard let json, !json.isNull else { return }
        guard let number = json.integer, values.contains(number) else {
            let list = values.map { "\($0)" }.joined(separator: ", ")
            return add(path, "BASE_TYPE_CHOICES", "Value must be one of {\(list)}.")
        }
    }

    mutating func count(
        of json: JSON?, _ path: String, _ bounds: ClosedRange<Int>
    ) {
        guard let json, !json.isNull else { return }
        guard case .array(let elements) = json else {
            return add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        }
        if !bounds.contains(elements.count) {
            add(
                path, "BASE_TYPE_BAD_LENGTH",
                "Must be between \(bounds.lowerBound) and \(bounds.upperBound) in length.")
        }
    }

    /// Anything else that must be of a kind; missing and null may stand.
    mutating func kind(
        of json: JSON?, _ path: String, _ code: String, _ isRight: (JSON) -> Bool
    ) {
        guard let json, !json.isNull, !isRight(json) else { return }
        add(path, code, "Could not interpret \"\(json.text)\".")
    }
}
