using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>The two sides of a comparison.</summary>
internal sealed record ComparedSides(LoadedProfile TargetProfile, SampleSelection Target, LoadedProfile BaselineProfile, SampleSelection Baseline);
