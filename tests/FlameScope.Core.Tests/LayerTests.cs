using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>The dependencies between the libraries: Parsing → Model ← Heatmap, FlameGraph ← Analysis, Export; Core depends on all; DotNet on Parsing; Store on Model, Heatmap and FlameGraph; Columnar on Store.</summary>
public class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FlameScope.Model"] = [],
        ["FlameScope.Parsing"] = ["FlameScope.Model"],
        ["FlameScope.Heatmap"] = ["FlameScope.Model"],
        ["FlameScope.FlameGraph"] = ["FlameScope.Model"],
        ["FlameScope.Analysis"] = ["FlameScope.Model", "FlameScope.FlameGraph"],
        ["FlameScope.Export"] = ["FlameScope.Model", "FlameScope.Heatmap", "FlameScope.FlameGraph"],
        ["FlameScope.Core"] =
            ["FlameScope.Model", "FlameScope.Parsing", "FlameScope.Heatmap", "FlameScope.FlameGraph", "FlameScope.Analysis", "FlameScope.Export"],
        ["FlameScope.DotNet"] = ["FlameScope.Model", "FlameScope.Parsing"],
        ["FlameScope.Columnar"] = ["FlameScope.Model", "FlameScope.Heatmap", "FlameScope.FlameGraph", "FlameScope.Store"],
        ["FlameScope.Store"] = ["FlameScope.Model", "FlameScope.Heatmap", "FlameScope.FlameGraph"],
    };

    // Libraries for .NET 10 only, which these tests cannot load over .NET 8, and those whose internals they see.
    private static readonly Dictionary<string, string[]> AllowedOfWeb = new() { ["FlameScope.AspNetCore"] = ["FlameScope.Model", "FlameScope.Parsing"] };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["FlameScope.FlameGraph"] = ["Microsoft.Extensions.ObjectPool"],
        ["FlameScope.Parsing"] = ["System.IO.Pipelines", "ZstdSharp"],
        ["FlameScope.Core"] = ["System.IO.Pipelines"],
        ["FlameScope.DotNet"] = ["Microsoft.Diagnostics.NETCore.Client"],
        ["FlameScope.Columnar"] = ["Parquet", "ZstdSharp"],
    };

    public static TheoryData<string> Libraries => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_tests_run_on_the_requested_framework_build(string library) => Assert.Equal(Library.Framework, Library.FrameworkOf(Get(library)));

    [Fact]
    public void The_tests_run_with_the_requested_sizes()
    {
        MethodInfo choose = Get("FlameScope.Model").GetType("FlameScope.Model.BufferSize", throwOnError: true)!.GetMethod("Choose")!;
        Assert.Equal(Library.HasSmallSizes ? 1 : 2, choose.Invoke(null, [2, 1]));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_references_only_lower_layers(string library)
    {
        string[] references = [.. Get(library).GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("FlameScope.", StringComparison.Ordinal))];
        Assert.Empty(references.Except(Allowed[library]));
    }

    [Fact]
    public void Core_references_every_library()
    {
        // The package FlameScope.Core must depend on all of them.
        string[] references = [.. Get("FlameScope.Core").GetReferencedAssemblies().Select(r => r.Name!)];
        Assert.Empty(Allowed["FlameScope.Core"].Except(references));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_references_only_the_allowed_packages(string library)
    {
        string[] packages =
        [
            .. Get(library).GetReferencedAssemblies().Select(r => r.Name!)
                .Where(n => n.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || n == "System.IO.Pipelines" || !IsOfFrameworkOrOurs(n)),
        ];
        Assert.Empty(packages.Except(AllowedPackages.GetValueOrDefault(library, [])));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Internals_are_visible_only_to_tests_and_higher_layers(string library)
    {
        foreach (string friend in Get(library).GetCustomAttributes<InternalsVisibleToAttribute>().Select(a => a.AssemblyName))
        {
            if (friend == "FlameScope.Fuzz" || friend == $"{library}.Tests" || Allowed.Any(l => friend == $"{l.Key}.Tests" && l.Value.Contains(library))) continue;
            if (friend == "flamescope") Assert.Equal("FlameScope.Core", library);
            else Assert.Contains(library, Allowed.GetValueOrDefault(friend) ?? AllowedOfWeb[friend]);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_type_has_the_name_of_a_namespace(string library)
    {
        string[] parts = [.. Library.All.Values.SelectMany(a => a.GetExportedTypes()).SelectMany(t => t.Namespace!.Split('.')).Append("Core").Distinct()];
        Assert.Empty(Get(library).GetTypes().Select(t => t.Name).Intersect(parts));
    }

    private static bool IsOfFrameworkOrOurs(string name) =>
        name is "netstandard" or "mscorlib"
        || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
        || name.StartsWith("FlameScope.", StringComparison.Ordinal);

    private static Assembly Get(string library) => Library.All[library];
}
