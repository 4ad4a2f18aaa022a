using Xunit;

namespace FlameScope.Tests;

/// <summary>A test that is skipped, with the reason, where its requirement is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OptionalFactAttribute : FactAttribute
{
    public OptionalFactAttribute(Requirement requirement) => Skip = TestEnvironment.WhyMissing(requirement);
}
