using Xunit;

namespace FlameScope.Tests;

/// <summary>A test that is skipped, with the reason, where one of its requirements is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OptionalFactAttribute : FactAttribute
{
    public OptionalFactAttribute(params Requirement[] requirements) =>
        Skip = requirements.Select(TestEnvironment.WhyMissing).FirstOrDefault(reason => reason is not null);
}
