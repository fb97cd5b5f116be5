import Testing

/// Tests of whole clusters: real processes, a real PostgreSQL, one cluster at a time, since they measure time and memory.
@Suite(.serialized) struct EndToEnd {}
