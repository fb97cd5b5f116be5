/// A message's components as they come in a call: rows of buttons or of one select.
struct ComponentForm {
    private var customIDs: Set<String> = []
    private var nextID: Int64 = 1

    static func check(_ components: JSON?, _ faults: inout FormFaults) {
        guard let components, !components.isNull else { return }
        faults.count(of: components, "components", 0...5)
        var form = ComponentForm()
        for (index, row) in components.elements.enumerated() {
            form.check(row: row, "components.\(index)", &faults)
        }
    }

    private mutating func check(row: JSON, _ path: String, _ faults: inout FormFaults) {
        guard row["type"]?.integer == 1 else {
            return faults.add(
                "\(path).type", "BASE_TYPE_CHOICES", "Value must be one of {1}.")
        }
        let parts = row["components"]?.elements ?? []
        let hasSelect = parts.contains { $0["type"]?.integer != 2 }
        faults.count(
            of: row["components"] ?? .array([]), "\(path).components", 1...(hasSelect ? 1 : 5))
        for (index, part) in parts.enumerated() {
            let at = "\(path).components.\(index)"
            switch part["type"]?.integer {
            case 2: check(button: part, at, &faults)
            case 3: check(select: part, at, &faults)
            default:
                faults.add("\(at).type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3}.")
            }
        }
    }

    private mutating func check(button: JSON, _ path: String, _ faults: inout FormFaults) {
        faults.length(of: button["label"], "\(path).label", 0...80)
        faults.choice(button["style"] ?? .integer(0), "\(path).style", [1, 2, 3, 4, 5])
        if button["style"]?.integer == 5 {
            faults.length(of: button["url"], "\(path).url", 1...512, isRequired: true)
        } else {
            checkID(button, path, &faults)
        }
        let isBlank = (button.value("label")?.string ?? "").isEmpty
        if isBlank, button.value("emoji") == nil {
            faults.add(
                path, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button needs a label or an emoji")
        }
    }

    private mutating func check(select: JSON, _ path: String, _ faults: inout FormFaults) {
        checkID(select, path, &faults)
        faults.length(of: select["placeholder"], "\(path).placeholder", 0...150)
        faults.range(of: select["min_values"], "\(path).min_values", 0...25)
        faults.range(of: select["max_values"], "\(path).max_values", 1...25)
        faults.count(of: select["options"] ?? .array([]), "\(path).options", 1...25)
        var values: Set<String> = []
        let options = select["options"]?.elements ?? []
        for (index, option) in options.enumerated() {
            let at = "\(path).options.\(index)"
            faults.length(of: option["label"], "\(at).label", 1...100, isRequired: true)
            faults.length(of: option["value"], "\(at).value", 1...100, isRequired: true)
            faults.length(of: option["description"], "\(at).description", 0...100)
            guard let value = option["value"]?.string else { continue }
            if !values.insert(value).inserted {
                faults.add(
                    "\(at).value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used")
            }
        }
        if let most = select.value("max_values")?.integer, most > options.count {
            faults.add("\(path).max_values", "NUMBER_TYPE_MAX", "More than there are options")
        }
    }

    private mutating func checkID(_ part: JSON, _ path: String, _ faults: inout FormFaults) {
        faults.length(of: part["custom_id"], "\(path).custom_id", 1...100, isRequired: true)
        guard let id = part["custom_id"]?.string else { return }
        if !customIDs.insert(id).inserted {
            faults.add(
                "\(path).custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated")
        }
    }

    // MARK: What is given back

    /// The components with the numbers that Discord gives them, and its defaults.
    static func response(to components: [JSON]) -> [JSON] {
        var form = ComponentForm()
        return components.map { form.response(to: $0) }
    }

    private mutating func response(to component: JSON) -> JSON {
        // The newer kinds have members that are null, rows, buttons and selects leave them out.
        let isRow = (1...3).contains(component["type"]?.integer ?? 0)
        var result = JSON.object(component.members.filter { !isRow || !$0.value.isNull })
        if result["id"] == nil { result["id"] = .integer(nextID) }
        nextID += 1
        if component["type"]?.integer == 3 {
            result["min_values"] = component.value("min_values") ?? .integer(1)
            result["max_values"] = component.value("max_values") ?? .integer(1)
            result["options"] = .array((component["options"]?.elements ?? []).map(Self.option))
        }
        if let children = component["components"]?.elements {
            result["components"] = .array(children.map { response(to: $0) })
        }
        if let accessory = component.value("accessory") {
            result["accessory"] = response(to: accessory)
        }
        if let emoji = component.value("emoji") { result["emoji"] = Self.emoji(emoji) }
        return result
    }

    private static func option(_ option: JSON) -> JSON {
        var result = JSON.object(option.members.filter { !$0.value.isNull })
        if let emoji = option.value("emoji") { result["emoji"] = Self.emoji(emoji) }
        return result
    }

    /// A Unicode emoji comes back without an id.
    private static func emoji(_ emoji: JSON) -> JSON {
        var result = JSON.object([.init("name", emoji.value("name") ?? .string(""))])
        if let id = emoji.value("id")?.id { result["id"] = .id(id) }
        return result
    }
}
