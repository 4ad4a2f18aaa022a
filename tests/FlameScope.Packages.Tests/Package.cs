using System.IO.Compression;
using System.Xml.Linq;

namespace FlameScope.Packages.Tests;

/// <summary>A package as a zip archive and its manifest.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    private Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using Stream stream = _archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Metadata = XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    /// <summary>What the manifest says.</summary>
    public XElement Metadata { get; }

    /// <summary>The files, without those that are the container's own.</summary>
    public string[] Files =>
    [
        .. _archive.Entries.Select(e => e.FullName)
            .Where(f => f != "[Content_Types].xml" && !f.StartsWith("_rels/", StringComparison.Ordinal) && !f.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The package of an id.</summary>
    public static Package Open(string id) => new(PathOf(id, ".nupkg"));

    /// <summary>The symbols of an id.</summary>
    public static Package OpenSymbols(string id) => new(PathOf(id, ".snupkg"));

    /// <summary>A value of the manifest; "" where it is not.</summary>
    public string Get(string name) => Element(name)?.Value ?? "";

    /// <summary>An element of the manifest.</summary>
    public XElement? Element(string name) => Metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name);

    /// <summary>For each framework, the packages it needs, as "id version".</summary>
    public Dictionary<string, string[]> Dependencies => Element("dependencies")?.Elements().ToDictionary(
        group => (string)group.Attribute("targetFramework")!,
        group => group.Elements().Select(d => $"{(string?)d.Attribute("id")} {(string?)d.Attribute("version")}").Order(StringComparer.Ordinal).ToArray()) ?? [];

    /// <summary>The bytes of a file.</summary>
    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();

    private static string PathOf(string id, string extension) =>
        Directory.GetFiles(TestEnvironment.Packages!, $"{id}.*{extension}").Single(f => char.IsAsciiDigit(Path.GetFileName(f)[id.Length + 1]));
}
