using Xunit;

namespace FlameScope.Tests;

/// <summary>A theory that is skipped, with the reason, where its requirement is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OptionalTheoryAttribute : TheoryAttribute
{
    public OptionalTheoryAttribute(params Requirement[] requirements) => Skip = requirements.Select(TestEnvironment.WhyMissing).FirstOrDefault(reason => reason is not null);
}
