using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace FlameScope.Core.Tests;

/// <summary>The dependencies between the libraries: Parsing → Model ← Heatmap, FlameGraph ← Analysis, Export; Core depends on all.</summary>
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
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["FlameScope.FlameGraph"] = ["Microsoft.Extensions.ObjectPool"],
        ["FlameScope.Parsing"] = ["System.IO.Pipelines"],
        ["FlameScope.Core"] = ["System.IO.Pipelines"],
    };

    public static TheoryData<string> Libraries => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_tests_run_over_the_build_that_was_asked_for(string library) => Assert.Equal(Library.Framework, Library.FrameworkOf(Get(library)));

    [Fact]
    public void The_tests_run_with_the_sizes_that_were_asked_for()
    {
        MethodInfo choose = Get("FlameScope.Model").GetType("FlameScope.Model.BufferSize", throwOnError: true)!.GetMethod("Choose")!;
        Assert.Equal(Library.HasSmallSizes ? 1 : 2, choose.Invoke(null, [2, 1]));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_refers_only_to_those_below_it(string library)
    {
        string[] references = [.. Get(library).GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("FlameScope.", StringComparison.Ordinal))];
        Assert.Empty(references.Except(Allowed[library]));
    }

    [Fact]
    public void Core_refers_to_every_library()
    {
        // Model may be reached through the others only in metadata: the test is that the package brings all of them.
        string[] references = [.. Get("FlameScope.Core").GetReferencedAssemblies().Select(r => r.Name!)];
        Assert.Empty(Allowed["FlameScope.Core"].Except(references));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_brings_only_the_packages_it_needs(string library)
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
    public void A_library_opens_its_internals_only_to_its_tests_and_to_the_layers_above_it(string library)
    {
        foreach (string friend in Get(library).GetCustomAttributes<InternalsVisibleToAttribute>().Select(a => a.AssemblyName))
        {
            if (friend == $"{library}.Tests") continue;
            if (friend == "flamescope") Assert.Equal("FlameScope.Core", library);
            else Assert.Contains(library, Allowed[friend]);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_type_is_named_like_a_part_of_a_namespace(string library)
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
