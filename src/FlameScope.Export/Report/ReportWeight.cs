using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>A value of the samples of a report.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Column">The name of the column; <c>null</c> if each row has the value 1.</param>
/// <param name="Total">The sum of all rows.</param>
internal sealed record ReportWeight(SampleWeight Weight, string Unit, string? Column, long Total);
