import Effects

extension Reconciler {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
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
