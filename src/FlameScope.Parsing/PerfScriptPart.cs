using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>What was read of a part of a text without knowing what stands before it.</summary>
/// <param name="Source">Who read it.</param>
/// <param name="Batch">Its samples, and the rows that the source's earlier parts did not have.</param>
/// <param name="Log">What could not be read; lines count from the part's start.</param>
/// <param name="AssumedTimes">Whether a sample before it was taken to have a time.</param>
/// <param name="State">The reader's state at its end; lines count from the part's start.</param>
/// <param name="LastTime">The latest time in this part or an earlier one of the source.</param>
/// <param name="HasRecord">Whether it, or an earlier one of the source, holds a record that is not a sample.</param>
internal sealed record PerfScriptPart(
    PartReader Source, ProfileBatch Batch, DiagnosticLog Log, bool AssumedTimes, PerfScriptReaderState State, long? LastTime, bool HasRecord);
