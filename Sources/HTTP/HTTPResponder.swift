import EventLoop

/// What stands behind a server: it turns requests into responses.
package protocol HTTPResponder: AnyObject {
    /// Answers a whole request. The request's buffers are valid until the response, and its stream, are finished.
    @LoopActor func respond(to request: HTTPRequest) async -> HTTPResponse

    /// Answers what the parser refused; the connection closes after it, whatever `closes` says.
    @LoopActor func respond(toMalformed error: HTTPError) -> HTTPResponse
}
