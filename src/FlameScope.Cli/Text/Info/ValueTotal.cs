using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>A value type of a profile, its weight, the unit that is shown, and the sum over all samples.</summary>
internal sealed record ValueTotal(SampleValueType Type, SampleWeight Weight, string Unit, long Total);
