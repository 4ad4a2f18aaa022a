using System.IO.Compression;

namespace FlameScope.Parsing;

/// <summary>A zip archive with one profile in it. An archive that is not a file is read into memory first.</summary>
internal sealed class ZipFile(PrefixedStream start, Stream? seekable, InputLayers layers, ArchiveSelection selection, int depth)
{
    private const int MaximumInMemory = 1024 * 1024 * 1024;

    /// <summary>Returns the content of the selected entry.</summary>
    public async ValueTask<Stream> OpenAsync()
    {
        Stream file = seekable ?? await ReadAllAsync().ConfigureAwait(false);
        ZipArchiveEntry[] entries = ReadEntries(file);
        if (selection.IsNamed) entries = Array.FindAll(entries, entry => selection.IsNamedEntry(entry.FullName));
        var found = new List<ZipArchiveEntry>();
        foreach (ZipArchiveEntry entry in entries)
        {
            if (selection.IsNamed || await IsProfileAsync(entry, file.Length).ConfigureAwait(false)) found.Add(entry);
        }
        if (found.Count > 1 && found.TrueForAll(entry => ArchiveSelection.AreOneRecording(found[0].FullName, entry.FullName)))
        {
            found.Sort((a, b) => ArchiveSelection.Preference(b.FullName) - ArchiveSelection.Preference(a.FullName));
            found.RemoveRange(1, found.Count - 1);
        }
        if (found.Count > 1) throw ArchiveSelection.Several(found.Select(entry => entry.FullName));
        if (found.Count == 0) throw selection.NotFound([.. ReadEntries(file).Select(entry => entry.FullName)]);
        return OpenEntry(found[0], file.Length);
    }

    private async ValueTask<bool> IsProfileAsync(ZipArchiveEntry entry, long length)
    {
        using Stream data = OpenEntry(entry, length);
        Stream content = await layers.OpenAsync(await layers.StartAsync(data).ConfigureAwait(false), null, depth + 1).ConfigureAwait(false);
        ReadOnlyMemory<byte> first = await layers.ReadAsync(content, UnreadableFormat.StartLength).ConfigureAwait(false);
        return selection.Recognize(first, first.Length < UnreadableFormat.StartLength) is not null;
    }

    private DeflateEntry OpenEntry(ZipArchiveEntry entry, long length)
    {
        try
        {
            // The length is that of the file at most, whatever the archive claims.
            layers.State.AddCompressed(Math.Min(entry.CompressedLength, length));
            return new DeflateEntry(start, entry.Open(), layers.State);
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            throw Damaged();
        }
    }

    private static ZipArchiveEntry[] ReadEntries(Stream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return [.. archive.Entries.Where(entry => !entry.FullName.EndsWith('/'))];
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            throw Damaged();
        }
    }

    private async ValueTask<Stream> ReadAllAsync()
    {
        var memory = new MemoryStream();
        const int Block = 1024 * 1024;
        for (ReadOnlyMemory<byte> block = new byte[1]; block.Length > 0;)
        {
            block = await layers.ReadAsync(start, Block).ConfigureAwait(false);
            memory.Write(block.Span);
            if (memory.Length <= MaximumInMemory) continue;
            throw new ProfileFormatException(ProfileReadError.LimitExceeded, "a zip archive of more than 1 GiB is read only from a file");
        }
        return memory;
    }

    private static bool IsDamage(Exception fault) =>
        fault is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    private static ProfileFormatException Damaged() => new(ProfileReadError.Truncated, "this is a zip archive that is damaged or ends before its end");

    private sealed class DeflateEntry(PrefixedStream outer, Stream content, InputState state) : InputLayer(outer, content, state)
    {
        protected override string Name => "zip";

        protected override bool IsDamage(Exception fault) => fault is InvalidDataException or EndOfStreamException;
    }
}
