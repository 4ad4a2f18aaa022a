using System.Reflection;
using System.Runtime.Versioning;
using FlameScope.Analysis;
using FlameScope.Columnar;
using FlameScope.DotNet;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Model;
using FlameScope.Parsing;
using FlameScope.Store;

namespace FlameScope.Core.Tests;

/// <summary>The libraries under test.</summary>
internal static class Library
{
    /// <summary>The libraries by name.</summary>
    public static IReadOnlyDictionary<string, Assembly> All { get; } = new[]
    {
        typeof(Profile).Assembly, typeof(PerfScript).Assembly, typeof(SubsecondHeatmap).Assembly,
        typeof(StackTree).Assembly, typeof(MomentFinder).Assembly, typeof(FoldedStacks).Assembly, typeof(ProfileView).Assembly,
        typeof(DotNetRecorder).Assembly, typeof(ProfileDataset).Assembly,
        typeof(SqlProfileStore).Assembly,
    }.ToDictionary(a => a.GetName().Name!);

    /// <summary>The requested build of the libraries: <c>net8.0</c> or <c>net10.0</c>.</summary>
    public static string Framework { get; } = Metadata("LibraryFramework");

    /// <summary>Indicates whether the tests were asked to run with small sizes of buffers and tables.</summary>
    public static bool HasSmallSizes { get; } = bool.Parse(Metadata("SmallSizes"));

    /// <summary>Returns the framework that an assembly targets.</summary>
    public static string FrameworkOf(Assembly assembly) =>
        $"net{new FrameworkName(assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName).Version.ToString(2)}";

    private static string Metadata(string key) =>
        typeof(Library).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
