import Effects

/// The metrics of effects.
extension Reconciler {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        func samples(_ counts: [EffectKind: Int]) -> [MetricsSnapshot.Sample] {
            EffectKind.allCases.compactMap { kind in
                counts[kind].map {
                    .init(MetricsSnapshot.label("kind", kind.rawValue), .number(Double($0)))
                }
            }
        }
        return [
            .init(
                "kennel_effect_steps_total", .counter,
                "Steps towards what Discord is to show: answers sent, roles given, posts, messages.",
                samples(now.steps)),
            .init(
                "kennel_effect_steps_refused_total", .counter,
                "Those that Discord refused or that failed.", samples(now.refusedSteps)),
            .counter(
                "kennel_effect_looks_total",
                "Looks for what requests left to do and crashes broke off.", now.looks),
            .counter("kennel_effect_looks_failed_total", "Looks that failed.", now.failedLooks),
            .counter(
                "kennel_effects_resumed_total",
                "Effects, or portions of them, looked after in the background.", now.resumed),
            .counter(
                "kennel_effects_failed_total",
                "Effects that failed in the background and are tried again later.", now.failures),
            .counter(
                "kennel_effect_claims_lost_total",
                "Claims that others took while they were acted on.", now.claimsLost),
        ]
    }
}
