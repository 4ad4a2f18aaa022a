using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FlameScope.Model;
using Xunit;
using ZstdSharp;

namespace FlameScope.Parsing.Tests;

public class ContainerTests
{
    private const string Text = "app 1/1 [000] 1.000000: 1 cycles: \n\t1 main (/bin/app)\n\napp 1/1 [000] 1.500000: 1 cycles: \n\t1 main (/bin/app)\n\n";

    private static readonly byte[] Utf8 = Encoding.UTF8.GetBytes(Text);

    public static TheoryData<string> Containers =>
        new("gzip", "zstd", "gzip in gzip", "zstd in gzip", "UTF-16", "UTF-16 big endian", "UTF-16 in gzip", "tar", "tar in gzip", "gzip in tar", "zip", "gzip in zip");

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_profile_in_a_container_is_read(string name)
    {
        byte[] data = Make(name);
        Assert.Equal(2, ProfileFile.Open(new MemoryStream(data)).Samples.Count);
        Assert.Equal(2, ProfileFile.Open(new UnseekableStream(data)).Samples.Count);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task The_profile_in_a_container_is_read_asynchronously(string name) =>
        Assert.Equal(2, (await ProfileFile.OpenAsync(new UnseekableStream(Make(name)))).Samples.Count);

    [Theory]
    [MemberData(nameof(Containers))]
    public void A_cut_container_gives_a_prefix_or_the_exception_of_the_format(string name)
    {
        byte[] data = Make(name);
        for (int length = 1; length < data.Length; length += data.Length > 3000 ? 37 : 1)
        {
            try
            {
                Profile profile = ProfileFile.Open(new MemoryStream(data, 0, length));
                Assert.InRange(profile.Samples.Count, 0, 2);
            }
            catch (ProfileFormatException fault)
            {
                Assert.NotEqual(ProfileReadError.Unspecified, fault.Error);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void A_changed_container_gives_a_profile_or_the_exception_of_the_format(string name)
    {
        byte[] data = Make(name);
        var random = new Random(20261128);
        for (int i = 0; i < 300; i++)
        {
            byte[] changed = [.. data];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                ProfileFile.Open(new MemoryStream(changed));
            }
            catch (ProfileFormatException)
            {
            }
        }
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public void Several_profiles_in_an_archive_are_named_and_one_is_chosen(string name)
    {
        byte[] archive = Archive(name, ("a/one.perf", Utf8), ("notes.md", "# Notes"u8.ToArray()), ("a/two.perf", [.. Utf8, .. Utf8]));
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(archive)));
        Assert.Contains("several profiles (a/one.perf, a/two.perf)", fault.Message, StringComparison.Ordinal);
        Assert.Equal(4, ProfileFile.Open(new MemoryStream(archive), new ProfileReadOptions { ArchiveEntry = "two.perf" }).Samples.Count);
        fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(archive), new ProfileReadOptions { ArchiveEntry = "three" }));
        Assert.Contains("no entry \"three\"; its files are a/one.perf, notes.md, a/two.perf", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public void An_archive_without_a_profile_names_its_files(string name)
    {
        byte[] archive = Archive(name, ("a\u001b.md", "# Notes"u8.ToArray()));
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(archive)));
        Assert.Equal("the archive contains no profile; its files are a .md", fault.Message);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("zip")]
    [InlineData("tar in gzip")]
    [InlineData("gzip in gzip")]
    public void A_small_input_that_decompresses_to_a_large_one_is_refused(string name)
    {
        var bomb = new byte[80 * 1024 * 1024];
        bomb.AsSpan().Fill((byte)'\n');
        Utf8.CopyTo(bomb, 0);
        byte[] data = Make(name, bomb);
        ProfileFormatException fault = Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(data)));
        Assert.Equal(ProfileReadError.LimitExceeded, fault.Error);
        Assert.Contains(nameof(ProfileReadOptions.MaximumCompressionRatio), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_layers_are_refused()
    {
        byte[] data = Utf8;
        for (int i = 0; i < 20; i++) data = Gzip(data);
        Assert.Equal(ProfileReadError.LimitExceeded, Assert.Throws<ProfileFormatException>(() => ProfileFile.Open(new MemoryStream(data))).Error);
    }

    // The entries that the script of perfcollect makes. The second recording has code of just-in-time compilers; without a text, it may be incomplete.
    [Theory]
    [InlineData("Text", "perf script")]
    [InlineData("", "perf.data")]
    public void The_archive_of_perfcollect_is_one_recording(string text, string format)
    {
        byte[] recording = new PerfDataFile().Event().Sample(1, 10, 16).Sample(2, 10, 16).ToFile();
        byte[] archive = Archive(
            "zip",
            ("run.trace/lttngTrace/", []),
            ("run.trace/perf-jit.data", new PerfDataFile().Event().ToFile()),
            ("run.trace/perf.data", recording),
            ("run.trace/perf.data.txt", text.Length > 0 ? Utf8 : []),
            ("run.trace/perf-10.map", "1000 20 main\n1020 20 work\n"u8.ToArray()),
            ("run.trace/perfinfo-10.map", "ImageLoad;/usr/share/System.Private.CoreLib.dll;guid;\n"u8.ToArray()),
            ("run.trace/perfcollect.log", "Log started at Sun Nov 29\n"u8.ToArray()));
        Profile profile = ProfileFile.Open(new MemoryStream(archive));
        Assert.Equal(format, profile.Format);
        Assert.Equal(2, profile.Samples.Count);
    }

    private static byte[] Make(string name, byte[]? content = null)
    {
        content ??= Utf8;
        foreach (string layer in name.Split(" in "))
        {
            content = layer switch
            {
                "gzip" => Gzip(content),
                "zstd" => Zstd(content),
                "UTF-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(content))],
                "UTF-16 big endian" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(content))],
                _ => Archive(layer, ("run/perf.data.txt", content)),
            };
        }
        return content;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(content);
        return memory.ToArray();
    }

    private static byte[] Zstd(byte[] content)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(content).ToArray();
    }

    private static byte[] Archive(string kind, params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        if (kind == "tar")
        {
            using var tar = new TarWriter(memory);
            foreach ((string name, byte[] content) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }
        else
        {
            using var zip = new ZipArchive(memory, ZipArchiveMode.Create);
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return memory.ToArray();
    }

    private sealed class UnseekableStream(byte[] data) : MemoryStream(data)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
