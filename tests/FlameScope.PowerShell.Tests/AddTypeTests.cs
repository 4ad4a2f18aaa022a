using System.Collections;

namespace FlameScope.PowerShell.Tests;

/// <summary>
/// Makes the calls of a script after <c>Add-Type -Path FlameScope.Core.dll</c>. The test assembly does not reference the libraries and loads only
/// that file.
/// </summary>
public class AddTypeTests
{
    private static readonly object View = Script.CallStatic("FlameScope.ProfileView", "Open", PowerShellFolder.Sample)!;

    [Fact]
    public void The_test_assembly_does_not_reference_the_libraries() =>
        Assert.DoesNotContain(typeof(AddTypeTests).Assembly.GetReferencedAssemblies(), r => r.Name!.StartsWith("FlameScope.", StringComparison.Ordinal));

    [Fact]
    public void The_libraries_are_loaded_from_the_folder() =>
        Assert.All(
            AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name!.StartsWith("FlameScope.", StringComparison.Ordinal) && a != typeof(AddTypeTests).Assembly),
            a => Assert.Equal(PowerShellFolder.Path, Path.GetDirectoryName(a.Location)));

    [Fact]
    public void A_script_block_receives_the_progress_of_opening()
    {
        var reports = new List<object?>();
        object view = Script.CallStatic("FlameScope.ProfileView", "Open", PowerShellFolder.Sample, (Action<object?>)reports.Add)!;
        Assert.Equal(Script.Get(View, "SampleCount"), Script.Get(view, "SampleCount"));
        Assert.All(reports, r => Assert.True((long)Script.Get(r, "BytesRead")! > 0));
    }

    [Fact]
    public void Read_options_can_be_a_hashtable() =>
        Assert.Equal(Script.Get(View, "SampleCount"), Script.Get(Script.CallStatic("FlameScope.ProfileView", "Open", PowerShellFolder.Sample, new Hashtable { ["strict"] = false })!, "SampleCount"));

    [Fact]
    public void An_unknown_key_of_a_hashtable_is_an_error() =>
        Assert.Throws<MissingMemberException>(() => Script.Call(View, "Where", new Hashtable { ["Command"] = "java" }));

    [Fact]
    public void A_filter_can_be_a_hashtable_and_a_weight_a_string()
    {
        object all = Script.Call(View, "WithFilter", new Hashtable { ["IncludeIdle"] = true })!;
        Assert.True((long)Script.Get(all, "SampleCount")! >= (long)Script.Get(View, "SampleCount")!);
        object kernel = Script.Call(View, "Where", new Hashtable { ["LeafKinds"] = "kernel" })!;
        Assert.InRange((long)Script.Get(kernel, "SampleCount")!, 1, (long)Script.Get(View, "SampleCount")! - 1);
        Assert.Equal("period", Script.Get(Script.Call(View, "WeightedBy", "period")!, "Weight")!.ToString());
    }

    [Fact]
    public void A_range_is_two_numbers_and_its_functions_are_objects()
    {
        object table = Script.Call(Script.Call(View, "Between", 28.3, 28.58)!, "GetFunctions")!;
        var rows = (IEnumerable)Script.Get(table, "Rows")!;
        Assert.NotEmpty(rows);
        foreach (object row in rows) Assert.NotEqual("", Script.Get(row, "Name"));
        Assert.True((long)Script.Get(Script.Call(View, "Between", null, 28)!, "SampleCount")! > 0);
    }

    [Fact]
    public void A_heat_map_has_cells_and_the_busiest_one_has_a_range()
    {
        object map = Script.Call(View, "GetHeatmap", 10)!;
        Assert.Equal(10, ((long[])Script.Call(map, "GetColumn", 28)!).Length);
        object range = Script.Call(map, "RangeOf", Script.Get(map, "Busiest"))!;
        Assert.True((long)Script.Get(Script.Call(View, "Within", range)!, "SampleCount")! > 0);
    }

    [Fact]
    public void A_grouping_can_be_a_string_and_the_nodes_of_a_tree_are_objects()
    {
        object tree = Script.Call(View, "GetStackTree", "process")!;
        Assert.Equal(Script.Get(tree, "Count"), Script.Get(Script.Get(tree, "Nodes"), "Count"));
    }

    [Fact]
    public void A_selection_can_be_enumerated()
    {
        long count = 0;
        foreach (object sample in (IEnumerable)Script.Get(Script.Call(View, "Between", 28.3, 28.58)!, "Selection")!) count += sample is int ? 1 : 0;
        Assert.Equal(Script.Get(Script.Call(View, "Between", 28.3, 28.58)!, "SampleCount"), count);
    }

    [Theory]
    [InlineData("SaveHeatmap", ".svg", "<svg")]
    [InlineData("SaveHeatmap", ".json", "{")]
    [InlineData("SaveHeatmap", ".csv", "")]
    [InlineData("SaveFlameGraph", ".svg", "<svg")]
    [InlineData("SaveFlameGraph", ".json", "{")]
    [InlineData("SaveFlameGraph", ".folded", ";")]
    public void Pictures_and_text_are_saved(string method, string extension, string content)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{extension}");
        try
        {
            Script.Call(Script.Call(View, "Between", 28.3, 28.58)!, method, path);
            Assert.Contains(content, File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_color_scale_can_be_a_string()
    {
        // A type of another assembly can be named after Core has used it.
        object map = Script.Call(View, "GetHeatmap", 10)!;
        Pictures_and_text_are_saved("SaveHeatmap", ".csv", "");
        string text = (string)Script.CallStatic("FlameScope.Export.HeatmapSvg", "ToText", map, new Hashtable { ["ColorScale"] = "enhanced" })!;
        Assert.NotEqual(Script.CallStatic("FlameScope.Export.HeatmapSvg", "ToText", map), text);
    }

    [Fact]
    public void A_file_that_is_not_a_profile_throws_ProfileFormatException() =>
        Assert.Equal("ProfileFormatException", Record.Exception(() => Script.CallStatic("FlameScope.ProfileView", "Open", Path.Combine(PowerShellFolder.Repository, "LICENSE")))!.GetType().Name);

    [Fact]
    public void The_folder_contains_all_assemblies_that_Core_needs_on_NET_8()
    {
        string[] files = [.. Directory.GetFiles(PowerShellFolder.Path).Select(f => Path.GetFileName(f)!)];
        Assert.Equal(
            [
                "FlameScope.Analysis.dll", "FlameScope.Core.dll", "FlameScope.Export.dll", "FlameScope.FlameGraph.dll", "FlameScope.Heatmap.dll", "FlameScope.Model.dll", "FlameScope.Parsing.dll",
                "Microsoft.Extensions.ObjectPool.dll", "System.IO.Pipelines.dll", "ZstdSharp.dll",
            ],
            files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("FlameScope.psd1", files);
        Assert.Contains("THIRD-PARTY-NOTICES.txt", files);
    }
}
