using System.Reflection;
using System.Runtime.Versioning;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;

namespace FlameScope.Core.Tests;

/// <summary>The libraries under test.</summary>
internal static class Library
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Assembly> All { get; } = new[]
    {
        typeof(Profile).Assembly, typeof(PerfScript).Assembly, typeof(SubsecondHeatMap).Assembly,
        typeof(StackTree).Assembly, typeof(FoldedStacks).Assembly, typeof(ProfileView).Assembly,
    }.ToDictionary(a => a.GetName().Name!);

    /// <summary>Which of the two builds they are of: <c>net8.0</c> or <c>net10.0</c>.</summary>
    public static string Framework { get; } =
        new FrameworkName(typeof(Profile).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName).Version.Major == 8 ? "net8.0" : "net10.0";
}
