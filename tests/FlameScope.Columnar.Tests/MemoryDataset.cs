using System.Runtime.CompilerServices;

namespace FlameScope.Columnar.Tests;

/// <summary>A dataset in memory.</summary>
internal sealed class MemoryDataset : IDatasetTarget, IDatasetSource
{
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public int OpenCount { get; private set; }

    public ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken) => new(Files.ContainsKey(path));

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await write(new NoSeeking(bytes));
        Files[path] = bytes.ToArray();
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string path in Files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).ToArray()) yield return path;
        await Task.CompletedTask;
    }

    public ValueTask<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        OpenCount++;
        return new(new MemoryStream(Files[path], writable: false));
    }

    // The stream of an upload only takes bytes.
    private sealed class NoSeeking(Stream inner) : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            _length += count;
        }
    }
}
