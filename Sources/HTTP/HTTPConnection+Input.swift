import Essentials
import EventLoop
import Glibc

/// Reading requests.
extension HTTPConnection {
    private enum Receipt {
        case some
        case nothing
        case end
        case refused(HTTPError)
    }

    /// The next request, or what is wrong with it; nil when the connection is over.
    func nextIncoming() async -> Incoming? {
        guard !isBroken else { return nil }
        if let input, !input.isEmpty, let incoming = parse(input) { return incoming }
        if input?.isEmpty ?? true { enter(.idle) }
        while !isBroken {
            if isExpired { return timedOut }
            guard isReadable else {
                giveBackEmptyInput()
                await wait()
                continue
            }
            let input = borrowInput()
            switch receive(into: input) {
            case .some: if let incoming = parse(input) { return incoming }
            case .nothing: break
            case .refused(let error): return .malformed(error)
            case .end: return input.isEmpty ? nil : .malformed(.truncated)
            }
            await breathe()
        }
        return nil
    }

    /// Parses on; nil while the request isn't whole, and then the phase says what is missing. The head comes alone where its
    /// body isn't there yet.
    private func parse(_ input: RequestBuffer) -> Incoming? {
        switch input.parse() {
        case .complete:
            return .request(HTTPRequest(input, from: fd, arrival: lastReceipt))
        case .failed(let error):
            return .malformed(error)
        case .needsMore:
            if input.parser.isInBody, !input.isAdmitted {
                return .head(HTTPRequest(input, from: fd, arrival: lastReceipt))
            }
            noteMissing(input)
            return nil
        }
    }

    private func noteMissing(_ input: RequestBuffer) {
        let missing: Phase =
            input.isEmpty ? .idle : input.parser.isInBody ? .readingBody : .readingHead
        if phase != missing { enter(missing) }
        guard input.takeContinue() else { return }
        borrowOutput().writer.append(StatusLine.continue)
        scheduleFlush()
    }

    private var timedOut: Incoming? {
        switch phase {
        case .readingHead: .malformed(.headTimeout)
        case .readingBody: .malformed(.bodyTimeout)
        default: nil
        }
    }

    private func receive(into input: RequestBuffer) -> Receipt {
        let space: UnsafeMutableRawBufferPointer
        do throws(HTTPError) {
            space = try input.freeSpace()
        } catch {
            return .refused(error)
        }
        let count = recv(fd, space.baseAddress, space.count, 0)
        if count > 0 {
            lastReceipt = Instant.now()
            input.received(count)
            // A short read has emptied the socket; what comes later is a new edge.
            isReadable = count == space.count || hasPeerFinished
            return .some
        }
        if count == 0 { return .end }
        switch errno {
        case EAGAIN: isReadable = false
        case EINTR: break
        default: abandon()
        }
        return .nothing
    }

    private func borrowInput() -> RequestBuffer {
        if let input { return input }
        let borrowed = server.pool.takeInput()
        input = borrowed
        return borrowed
    }

    private func giveBackEmptyInput() {
        guard let input, input.isEmpty else { return }
        self.input = nil
        server.pool.giveBack(input)
    }
}
