/// An error of a lower layer that knows which answer it becomes, so that handlers let it pass.
package protocol APIErrorConvertible: Error {
    var apiError: APIError { get }
}
