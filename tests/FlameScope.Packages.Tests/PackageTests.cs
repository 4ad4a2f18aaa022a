using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FlameScope.Packages.Tests;

/// <summary>The content, dependencies, metadata and symbols of the packages.</summary>
public class PackageTests
{
    private const string Tool = "flamescope";
    private const string PortableTool = "flamescope.any";
    private const string NativeTool = "flamescope.linux-x64";

    // For .NET 10 only, and not trimmable: the generator of OpenAPI documents describes endpoints by reflection.
    private const string Web = "FlameScope.AspNetCore";

    private static readonly string[] Frameworks = ["net10.0", "net8.0"];
    private static readonly string[] Common = ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "icon.png"];

    // Only names: the version of each is exactly that of the package itself.
    private static readonly Dictionary<string, string[]> Ours = new()
    {
        ["FlameScope.Model"] = [],
        ["FlameScope.Parsing"] = ["FlameScope.Model"],
        ["FlameScope.Heatmap"] = ["FlameScope.Model"],
        ["FlameScope.FlameGraph"] = ["FlameScope.Model"],
        ["FlameScope.Analysis"] = ["FlameScope.FlameGraph"],
        ["FlameScope.Export"] = ["FlameScope.FlameGraph", "FlameScope.Heatmap"],
        ["FlameScope.Core"] = ["FlameScope.Analysis", "FlameScope.Export", "FlameScope.Parsing"],
        ["FlameScope.DotNet"] = ["FlameScope.Parsing"],
        ["FlameScope.Columnar"] = ["FlameScope.FlameGraph", "FlameScope.Heatmap", "FlameScope.Model", "FlameScope.Store"],
        ["FlameScope.Store"] = ["FlameScope.FlameGraph", "FlameScope.Heatmap", "FlameScope.Model"],
        [Web] = ["FlameScope.Core", "FlameScope.DotNet", "FlameScope.Store"],
    };

    private static readonly Dictionary<(string Id, string Framework), string[]> Others = new()
    {
        [("FlameScope.Parsing", "net8.0")] = ["System.IO.Pipelines 8.0.0", "ZstdSharp.Port 0.8.8"],
        [("FlameScope.Parsing", "net10.0")] = ["ZstdSharp.Port 0.8.8"],
        [("FlameScope.DotNet", "net8.0")] = ["Microsoft.Diagnostics.NETCore.Client 0.2.750501"],
        [("FlameScope.DotNet", "net10.0")] = ["Microsoft.Diagnostics.NETCore.Client 0.2.750501"],
        [("FlameScope.Columnar", "net8.0")] = ["Parquet.Net 6.1.0", "ZstdSharp.Port 0.8.8"],
        [("FlameScope.Columnar", "net10.0")] = ["Parquet.Net 6.1.0", "ZstdSharp.Port 0.8.8"],
        [("FlameScope.FlameGraph", "net8.0")] = ["Microsoft.Extensions.ObjectPool 8.0.11"],
        [("FlameScope.FlameGraph", "net10.0")] = ["Microsoft.Extensions.ObjectPool 8.0.11"],
        [(Web, "net10.0")] = ["Microsoft.AspNetCore.OpenApi 10.0.15"],
    };

    private static bool IsToolOfPlatforms => Directory.GetFiles(TestEnvironment.Packages!, PortableTool + ".*.nupkg").Length > 0;

    public static TheoryData<string> Libraries => [.. Ours.Keys];

    public static TheoryData<string> All => [.. Ours.Keys, Tool];

    [OptionalTheory(Requirement.Packages)]
    [InlineData(".nupkg")]
    [InlineData(".snupkg")]
    public void The_packages_are_exactly_the_expected_ones(string extension)
    {
        IEnumerable<string> ids = Directory.GetFiles(TestEnvironment.Packages!, "*" + extension)
            .Select(f => Regex.Replace(Path.GetFileName(f), @"\.\d.*", ""));
        string[] tool = extension != ".nupkg" ? [] : IsToolOfPlatforms ? [Tool, PortableTool, NativeTool] : [Tool];
        Assert.Equal(Ours.Keys.Concat(tool).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(All))]
    public void The_metadata_of_a_package_is_complete(string id)
    {
        using Package package = Package.Open(id);
        using Package model = Package.Open("FlameScope.Model");
        Assert.Equal(id, package.Get("id"));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", package.Get("version"));
        Assert.Equal(model.Get("version"), package.Get("version"));
        Assert.Equal("FlameScope.Core contributors", package.Get("authors"));
        Assert.Equal("Apache-2.0", package.Get("license"));
        Assert.Equal("icon.png", package.Get("icon"));
        Assert.Equal("README.md", package.Get("readme"));
        Assert.InRange(package.Get("description").Length, 40, 300);
        Assert.Contains("profiling", package.Get("tags").Split(' '));
        Assert.Contains("- ", package.Get("releaseNotes"), StringComparison.Ordinal);
        Assert.StartsWith("Copyright ", package.Get("copyright"), StringComparison.Ordinal);
        Assert.StartsWith("https://", package.Get("projectUrl"), StringComparison.Ordinal);
        XElement repository = package.Element("repository")!;
        Assert.Equal("git", (string?)repository.Attribute("type"));
        Assert.StartsWith("https://", (string?)repository.Attribute("url"), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(All))]
    public void A_package_contains_readme_icon_license_and_notices(string id)
    {
        using Package package = Package.Open(id);
        Assert.StartsWith($"# {id}\n", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.Ordinal);
        Assert.Contains("Apache License", Encoding.UTF8.GetString(package.Read("LICENSE")), StringComparison.Ordinal);
        Assert.StartsWith("Third-party notices", Encoding.UTF8.GetString(package.Read("THIRD-PARTY-NOTICES.txt")), StringComparison.Ordinal);
        byte[] icon = package.Read("icon.png");
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(Libraries))]
    public void A_library_package_contains_the_assembly_and_its_documentation_per_framework(string id)
    {
        using Package package = Package.Open(id);
        Assert.Equal(
            [
                .. Common.Append($"{id}.nuspec").Concat(FrameworksOf(id).SelectMany(f => new[] { $"lib/{f}/{id}.dll", $"lib/{f}/{id}.xml" }))
                    .Order(StringComparer.Ordinal),
            ],
            package.Files);
        foreach (string framework in FrameworksOf(id))
        {
            XDocument documentation = XDocument.Load(new MemoryStream(package.Read($"lib/{framework}/{id}.xml")));
            Assert.NotEmpty(documentation.Descendants("summary"));
        }
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(Libraries))]
    public void A_library_depends_on_exactly_its_own_version_of_the_other_libraries(string id)
    {
        using Package package = Package.Open(id);
        string version = package.Get("version");
        Dictionary<string, string[]> dependencies = package.Dependencies;
        Assert.Equal(FrameworksOf(id), dependencies.Keys.Order(StringComparer.Ordinal));
        foreach (string framework in FrameworksOf(id))
        {
            string[] expected = [.. Ours[id].Select(d => $"{d} [{version}]"), .. Others.GetValueOrDefault((id, framework), [])];
            Assert.Equal(expected.Order(StringComparer.Ordinal), dependencies[framework]);
        }
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(Libraries))]
    public void A_library_is_trimmable_and_deterministic(string id)
    {
        using Package package = Package.Open(id);
        foreach (string framework in FrameworksOf(id))
        {
            using var image = new PEReader(new MemoryStream(package.Read($"lib/{framework}/{id}.dll")));
            Assert.Contains(image.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.Reproducible);
            if (id != Web) Assert.Contains("IsTrimmable", AssemblyMetadata(image.GetMetadataReader()));
        }
    }

    [OptionalTheory(Requirement.Packages)]
    [MemberData(nameof(Libraries))]
    public void Symbols_match_the_library_and_link_to_the_sources_of_the_commit(string id)
    {
        using Package package = Package.Open(id);
        using Package symbols = Package.OpenSymbols(id);
        XElement repository = package.Element("repository")!;
        string sources = $@"""https://[^""]+/{(string?)repository.Attribute("commit")}/\*""";
        foreach (string framework in FrameworksOf(id))
        {
            using var image = new PEReader(new MemoryStream(package.Read($"lib/{framework}/{id}.dll")));
            using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols.Read($"lib/{framework}/{id}.pdb")));
            MetadataReader pdb = provider.GetMetadataReader();
            DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.CodeView);
            Assert.Equal(image.ReadCodeViewDebugDirectoryData(entry).Guid, new BlobContentId(pdb.DebugMetadataHeader!.Id).Guid);
            Assert.Matches(sources, SourceLink(pdb));
        }
    }

    [OptionalTheory(Requirement.Packages)]
    [InlineData("net8.0", "System.IO.Pipelines.dll")]
    [InlineData("net10.0", null)]
    public void The_tool_contains_the_app_and_its_dependencies(string framework, string? more)
    {
        using Package package = Package.Open(IsToolOfPlatforms ? PortableTool : Tool);
        string folder = $"tools/{framework}/any/";
        string[] dlls =
        [
            .. package.Files.Where(f => f.StartsWith(folder, StringComparison.Ordinal) && f.EndsWith(".dll", StringComparison.Ordinal))
                .Select(f => f[folder.Length..]).Where(f => !f.Contains('/', StringComparison.Ordinal)),
        ];
        if (IsToolOfPlatforms && framework == "net8.0")
        {
            // Only the .NET 10 SDK installs a tool of several packages.
            Assert.Empty(dlls);
            return;
        }
        string[] expected =
        [
            .. Ours.Keys.Where(id => id != Web).Select(id => id + ".dll"),
            "CommunityToolkit.HighPerformance.dll",
            "K4os.Compression.LZ4.dll",
            "Microsoft.Diagnostics.NETCore.Client.dll",
            "Microsoft.Extensions.DependencyInjection.Abstractions.dll",
            "Microsoft.Extensions.Logging.Abstractions.dll",
            "Microsoft.Extensions.ObjectPool.dll",
            "Microsoft.IO.RecyclableMemoryStream.dll",
            "Parquet.dll",
            "Snappier.dll",
            "Spectre.Console.dll",
            "System.CommandLine.dll",
            "ZstdSharp.dll",
            "flamescope.dll",
        ];
        if (more is not null) expected = [.. expected, more];
        Assert.Equal(expected.Order(StringComparer.Ordinal), dlls);
        Assert.DoesNotContain(
            package.Files,
            f => f.EndsWith(".xml", StringComparison.Ordinal) && !f.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
        XElement command = XDocument.Load(new MemoryStream(package.Read(folder + "DotnetToolSettings.xml"))).Descendants("Command").Single();
        Assert.Equal(
            ("flamescope", "flamescope.dll", "dotnet"),
            ((string?)command.Attribute("Name"), (string?)command.Attribute("EntryPoint"), (string?)command.Attribute("Runner")));
        string configuration = Encoding.UTF8.GetString(package.Read(folder + "flamescope.runtimeconfig.json"));
        Assert.Contains("\"rollForward\": \"Major\"", configuration, StringComparison.Ordinal);
        Assert.Equal(IsToolOfPlatforms ? "DotnetToolRidPackage" : "DotnetTool", package.Element("packageTypes")!.Elements().Single().Attribute("name")!.Value);
    }

    // A release has a package that names the others; the gate has one package for all platforms.
    [OptionalFact(Requirement.Packages)]
    public void The_tool_of_a_release_is_native_on_Linux_and_portable_elsewhere()
    {
        using Package tool = Package.Open(Tool);
        Assert.Equal("DotnetTool", tool.Element("packageTypes")!.Elements().Single().Attribute("name")!.Value);
        if (!IsToolOfPlatforms) return;
        Assert.DoesNotContain(tool.Files, f => f.EndsWith(".dll", StringComparison.Ordinal));
        XDocument settings = XDocument.Load(new MemoryStream(tool.Read("tools/any/any/DotnetToolSettings.xml")));
        Assert.Equal(
            [PortableTool, NativeTool],
            settings.Descendants("RuntimeIdentifierPackage").Select(p => (string)p.Attribute("Id")!).Order(StringComparer.Ordinal));
        using Package native = Package.Open(NativeTool);
        const string Folder = "tools/any/linux-x64/";
        string[] files = [.. native.Files.Where(f => f.StartsWith("tools/", StringComparison.Ordinal) && !f.StartsWith(Folder + "server/", StringComparison.Ordinal))];
        Assert.Equal([Folder + "DotnetToolSettings.xml", Folder + "flamescope"], files.Order(StringComparer.Ordinal));
        using Package portable = Package.Open(PortableTool);
        Assert.Equal(ServerOf(portable, "tools/net10.0/any/"), ServerOf(native, Folder));
        Assert.True(IsCompiledAhead(native.Read(Folder + "server/FlameScope.Parsing.dll")));
        byte[] elf = native.Read(native.Files.Single(f => f.EndsWith("/flamescope", StringComparison.Ordinal)));
        Assert.Equal("\u007fELF"u8.ToArray(), elf[..4]);
    }

    [OptionalFact(Requirement.Packages)]
    public void The_tool_for_net10_contains_the_server_and_does_not_need_its_framework()
    {
        using Package package = Package.Open(IsToolOfPlatforms ? PortableTool : Tool);
        const string Folder = "tools/net10.0/any/";
        string[] server = ServerOf(package, Folder);
        Assert.Contains("flamescope-server.dll", server);
        Assert.Contains("FlameScope.AspNetCore.dll", server);
        Assert.All(server.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)), f => Assert.False(IsCompiledAhead(package.Read(Folder + "server/" + f)), f));
        Assert.Contains("Microsoft.AspNetCore.App", Encoding.UTF8.GetString(package.Read(Folder + "server/flamescope-server.runtimeconfig.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore.App", Encoding.UTF8.GetString(package.Read(Folder + "flamescope.runtimeconfig.json")), StringComparison.Ordinal);
        Assert.DoesNotContain(package.Files, f => f.StartsWith("tools/net8.0/any/server/", StringComparison.Ordinal));
    }

    // Code for one kind of processor is next to that for all of them.
    private static bool IsCompiledAhead(byte[] assembly)
    {
        using var reader = new PEReader(new MemoryStream(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    // The names of the files of the server in a folder of a tool.
    private static string[] ServerOf(Package tool, string folder) =>
        [.. tool.Files.Where(f => f.StartsWith(folder + "server/", StringComparison.Ordinal)).Select(f => f[(folder.Length + "server/".Length)..]).Order(StringComparer.Ordinal)];

    private static string[] FrameworksOf(string id) => id == Web ? ["net10.0"] : Frameworks;

    private static IEnumerable<string> AssemblyMetadata(MetadataReader reader) =>
        from handle in reader.GetAssemblyDefinition().GetCustomAttributes()
        let attribute = reader.GetCustomAttribute(handle)
        where attribute.Constructor.Kind == HandleKind.MemberReference
        let type = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
        where type.Kind == HandleKind.TypeReference
            && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name) == "AssemblyMetadataAttribute"
        select KeyOf(reader.GetBlobReader(attribute.Value));

    private static string KeyOf(BlobReader value)
    {
        value.ReadUInt16(); // the prolog
        return value.ReadSerializedString() ?? "";
    }

    private static string SourceLink(MetadataReader pdb)
    {
        var kind = new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"); // of the Portable PDB format
        BlobHandle json = pdb.CustomDebugInformation.Select(pdb.GetCustomDebugInformation)
            .Single(i => pdb.GetGuid(i.Kind) == kind).Value;
        return Encoding.UTF8.GetString(pdb.GetBlobBytes(json));
    }
}
