namespace FlameScope.Model;

/// <summary>What a profile knows beside its tables.</summary>
internal sealed record ProfileFacts(string Format, RecordingHeader Header, IReadOnlyList<ReadDiagnostic> Diagnostics, long LostCount);
