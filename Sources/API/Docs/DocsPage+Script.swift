/// The page's script, put together from its parts.
extension DocsPage {
    /// One script, whose parts call each other; the last one starts it.
    static let script = scriptParts.joined(separator: "\n\n") + "\n"

    private static let scriptParts = [
        elementsScript,
        markdownScript,
        schemasScript,
        samplesScript,
        fieldsScript,
        requestsScript,
        operationsScript,
        groupsScript,
        navigationScript,
        startScript,
    ]
}
