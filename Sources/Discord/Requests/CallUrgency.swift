/// Whether somebody waits for the answer: interactive calls go before background ones.
package enum CallUrgency: Int, Hashable, Sendable, CaseIterable {
    case interactive, background
}
