import Modules

/// Recording events of other modules.
extension Serverstats: StatisticRecorder {
    package func record(_ event: RecordedEvent, arrival: Instant) async {
        guard let statistic = Statistic.byPath[event.statistic] else {
            return log.error("no such statistic", ["statistic": event.statistic])
        }
        var made = Event(of: EventKind(statistic), in: event.guild, arrival: arrival)
        made.user = event.user
        made.text = event.text
        made.number = event.number
        do throws(DatabaseError) {
            _ = try await events.store(made, deadline: Instant.now() + RequestContext.timeLimit)
        } catch {
            log.warning(
                "a statistic wasn't stored", ["statistic": event.statistic, "error": "\(error)"])
        }
    }

    package func isRecording(
        _ statistic: String, in guild: Snowflake, deadline: Instant
    ) async -> Bool {
        guard let statistic = Statistic.byPath[statistic] else { return false }
        do throws(DatabaseError) {
            let found = try await settings.settings(of: guild, deadline: deadline)
            return found?.toggles.isOn(statistic.toggle) ?? false
        } catch {
            return false
        }
    }
}

extension Statistic {
    fileprivate static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
}
