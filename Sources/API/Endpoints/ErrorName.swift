/// The errors of the documents, by the names they have there.
package enum ErrorName: String, CaseIterable, Hashable, Sendable {
    case badRequest = "BadRequestError"
    case unauthorized = "UnauthorizedError"
    case forbidden = "ForbiddenError"
    case notFound = "NotFoundError"
    case unprocessable = "UnprocessableEntity"
    case internalServer = "InternalServerError"
    case moduleDisabled = "ModuleDisabledError"
    case moduleEnabled = "ModuleEnabledError"
    case settings = "SettingsError"
    case database = "DatabaseError"
    case discord = "DiscordApiInteractionError"
}
