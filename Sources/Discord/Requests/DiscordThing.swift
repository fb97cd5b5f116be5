/// Kinds of things that Discord can say are gone; each has a code of its own (Discord's "JSON error codes").
package enum DiscordThing: Int, Sendable, CaseIterable {
    case channel = 10_003
    case guild = 10_004
    case invite = 10_006
    case member = 10_007
    case message = 10_008
    case role = 10_011
    case user = 10_013
    case emoji = 10_014
    case webhook = 10_015
}
