using FlameScope.Model;

namespace FlameScope.Cli.Text;

/// <summary>A value of a profile, its unit, and the sum over all samples.</summary>
internal sealed record ValueTotal(SampleWeight Weight, string Unit, long Total);
