using System.IO.Compression;
using System.Xml.Linq;

namespace FlameScope.Packages.Tests;

/// <summary>A package: its files and its manifest.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    private Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using Stream stream = _archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Metadata = XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    /// <summary>The metadata in the manifest.</summary>
    public XElement Metadata { get; }

    /// <summary>The files, without those of the container format.</summary>
    public string[] Files =>
    [
        .. _archive.Entries.Select(e => e.FullName)
            .Where(f => f != "[Content_Types].xml")
            .Where(f => !f.StartsWith("_rels/", StringComparison.Ordinal) && !f.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens the package with an id.</summary>
    public static Package Open(string id) => new(PathOf(id, ".nupkg"));

    /// <summary>Opens the symbol package with an id.</summary>
    public static Package OpenSymbols(string id) => new(PathOf(id, ".snupkg"));

    /// <summary>Returns a value of the manifest, or "" if it is missing.</summary>
    public string Get(string name) => Element(name)?.Value ?? "";

    /// <summary>Returns an element of the manifest, or <c>null</c>.</summary>
    public XElement? Element(string name) => Metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name);

    /// <summary>The dependencies per framework, as "id version".</summary>
    public Dictionary<string, string[]> Dependencies => Element("dependencies")?.Elements().ToDictionary(
        group => (string)group.Attribute("targetFramework")!,
        group => group.Elements()
            .Select(d => $"{(string?)d.Attribute("id")} {(string?)d.Attribute("version")}")
            .Order(StringComparer.Ordinal).ToArray()) ?? [];

    /// <summary>Returns the content of a file.</summary>
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
