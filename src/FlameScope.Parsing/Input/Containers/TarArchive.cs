using System.Formats.Tar;

namespace FlameScope.Parsing;

/// <summary>A tar archive with one profile in it. It is read once from its start to its end, so it need not be a file.</summary>
internal sealed class TarArchive(PrefixedStream archive, InputLayers layers, ArchiveSelection selection, int depth) : IDisposable
{
    private readonly TarReader _reader = new(archive, leaveOpen: true);
    private readonly List<string> _names = [];

    /// <summary>Returns the content of the selected entry. At its end the rest of the archive is searched for other profiles.</summary>
    public async ValueTask<Stream> OpenAsync()
    {
        Stream? content = await FindAsync().ConfigureAwait(false);
        return content is null ? throw selection.NotFound(_names) : new EntryStream(content, this, _names[^1]);
    }

    public void Dispose() => _reader.Dispose();

    private async ValueTask<Stream?> FindAsync()
    {
        while (await NextAsync().ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is not { } data) continue;
            _names.Add(entry.Name);
            if (selection.IsNamed && !selection.IsNamedEntry(entry.Name)) continue;
            Stream content = await layers.OpenAsync(await layers.StartAsync(data).ConfigureAwait(false), null, depth + 1).ConfigureAwait(false);
            if (selection.IsNamed) return content;
            ReadOnlyMemory<byte> start = await layers.ReadAsync(content, UnreadableFormat.StartLength).ConfigureAwait(false);
            bool isWhole = start.Length < UnreadableFormat.StartLength;
            if (selection.Recognize(start, isWhole) is not null) return new PrefixedStream(start, isWhole ? Stream.Null : content);
        }
        return null;
    }

    private async ValueTask<TarEntry?> NextAsync()
    {
        try
        {
            return layers.IsAsync ? await _reader.GetNextEntryAsync().ConfigureAwait(false) : _reader.GetNextEntry();
        }
        // The reader of the framework throws these for headers that are damaged.
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException
            or InvalidOperationException or NotSupportedException)
        {
            throw new ProfileFormatException(ProfileReadError.Truncated, "this is a tar archive that is damaged or ends before its end");
        }
    }

    private async ValueTask CheckRestAsync(string chosen)
    {
        if (selection.IsNamed || await FindAsync().ConfigureAwait(false) is null) return;
        if (!ArchiveSelection.AreOneRecording(chosen, _names[^1])) throw ArchiveSelection.Several([chosen, _names[^1]]);
    }

    private sealed class EntryStream(Stream content, TarArchive archive, string name) : ReadOnlyStream
    {
        private bool _isEnded;

        public override int Read(Span<byte> buffer)
        {
            int count = content.Read(buffer);
            // Nothing awaits with a synchronous source.
            if (count == 0 && !buffer.IsEmpty) EndAsync().AsTask().GetAwaiter().GetResult();
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0 && !buffer.IsEmpty) await EndAsync().ConfigureAwait(false);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) archive.Dispose();
            base.Dispose(disposing);
        }

        private ValueTask EndAsync()
        {
            if (_isEnded) return default;
            _isEnded = true;
            return archive.CheckRestAsync(name);
        }
    }
}
