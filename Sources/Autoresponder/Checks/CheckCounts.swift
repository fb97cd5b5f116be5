import Modules

/// Stores a check's statistics concurrently with the check, if the guild has them switched on.
@LoopActor
final class CheckCounts {
    private let recorder: any StatisticRecorder
    private let guild: Snowflake
    private let context: RequestContext
    private var isOn = Promise<Bool>()
    private var open: [Promise<Void>] = []

    private static let hit = "modules/autoresponder/triggers/hit"
    private static let time = "modules/autoresponder/check-time"

    /// Reads at once whether they're on, concurrently with the check's own reads.
    init(_ recorder: any StatisticRecorder, of guild: Snowflake, _ context: RequestContext) {
        self.recorder = recorder
        self.guild = guild
        self.context = context
        spawn { [isOn] in
            isOn.fulfil(
                await recorder.isRecording(Self.time, in: guild, deadline: context.deadline))
        }
    }

    /// Begins to store the triggers that a member hit.
    func begin(hits: [Int64], by member: Snowflake?) {
        let asked = isOn
        let known = Promise<Bool>()
        isOn = known
        let begun = Promise<Void>()
        open.append(begun)
        spawn { [self] in
            let isOn = await asked.value
            known.fulfil(isOn)
            if isOn {
                await store(
                    hits.map {
                        RecordedEvent(Self.hit, in: guild, user: member, text: "\($0)")
                    })
            }
            begun.fulfil(())
        }
    }

    /// Also stores the check's duration up to now; returns when everything is stored.
    func finish() async {
        if await isOn.value {
            let seconds = Double((Instant.now() - context.arrival).wholeMicroseconds) / 1e6
            await store([RecordedEvent(Self.time, in: guild, number: max(0, seconds))])
        }
        for begun in open { await begun.value }
    }

    /// Stores them in groups: a message may hit thousands of triggers.
    private func store(_ events: [RecordedEvent]) async {
        for start in stride(from: 0, to: events.count, by: 50) {
            await storeTogether(events[start..<min(start + 50, events.count)])
        }
    }

    private func storeTogether(_ events: ArraySlice<RecordedEvent>) async {
        let stored = events.map { event in
            let stored = Promise<Void>()
            spawn { [recorder, context] in
                await recorder.record(event, arrival: context.arrival)
                stored.fulfil(())
            }
            return stored
        }
        for stored in stored { await stored.value }
    }
}
