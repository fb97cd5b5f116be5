import API
import Essentials
import EventLoop
import HTTP

/// The endpoints home, status, enable, disable and delete.
extension Module {
    package func home(_ message: StaticString) -> Endpoint {
        let answer = Answer.message(message)
        return Endpoint(
            .get, "\(root)/", "Says what this is.", group: name, access: .open
        ) { _ in answer }
    }

    package var status: Endpoint {
        Endpoint(
            .get, "\(root)/status", "Tells whether the module is enabled.", group: name,
            access: .administrators, input: .query, errors: [.badRequest, .settings],
            answer: .object(["status": .boolean]), fields: .guild
        ) { [isEnabled] context, guild in
            let isEnabled = try await isEnabled(guild, context)
            return .data { writer in
                writer.beginObject()
                writer.field("status", isEnabled)
                writer.endObject()
            }
        }
    }

    package func enable(
        _ summary: String, answer: Shape, _ change: @escaping Change
    ) -> Endpoint {
        Endpoint(
            .post, "\(root)/enable", summary, group: name, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleEnabled, .database], answer: answer,
            fields: .guild
        ) { context, guild in
            guard let answer = try await change(guild, context) else {
                throw APIError.moduleEnabled
            }
            return answer
        }
    }

    /// - Parameter further: errors documented in addition to those that every module has.
    package func disable(
        _ summary: String = "Disables the module and deletes all of its data.", answer: Shape,
        further: [ErrorName] = [], _ change: @escaping Change
    ) -> Endpoint {
        Endpoint(
            .post, "\(root)/disable", summary, group: name, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database] + further, answer: answer,
            fields: .guild
        ) { context, guild in
            guard let answer = try await change(guild, context) else {
                throw APIError.moduleDisabled
            }
            return answer
        }
    }

    /// Like ``disable(_:answer:further:_:)``, also where the module is disabled: bots call it when they leave a guild.
    /// - Parameters:
    ///   - path: the path below the root.
    ///   - nothing: the answer if there was nothing to delete.
    package func delete(
        _ path: String, answer: Shape,
        nothing: @escaping @LoopActor @Sendable () async throws -> Answer,
        _ change: @escaping Change
    ) -> Endpoint {
        Endpoint(
            .delete, "\(root)/\(path)",
            "Deletes all of the module's data, whether or not it is enabled.", group: name,
            access: .administrators, input: .body, errors: [.badRequest], answer: answer,
            fields: .guild
        ) { context, guild in
            if let answer = try await change(guild, context) { return answer }
            return try await nothing()
        }
    }
}
