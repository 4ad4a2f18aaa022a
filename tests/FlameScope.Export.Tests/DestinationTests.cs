using System.Buffers;
using System.Text;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Every writer writes the same bytes to every kind of destination.</summary>
public class DestinationTests
{
    private static readonly StackTree Tree = StackTree.From(Made.Small);
    private static readonly SubsecondHeatmap Map = SubsecondHeatmap.From(Made.Small);
    private static readonly FlameChart Chart = FlameChart.From(Made.Small.Select(), 1);

    private static readonly Dictionary<string, Writer> Writers = new()
    {
        ["flame graph"] = new(
            s => FlameGraphSvg.Write(Tree, s), b => FlameGraphSvg.Write(Tree, b),
            (s, c) => FlameGraphSvg.WriteAsync(Tree, s, cancellationToken: c), () => FlameGraphSvg.ToText(Tree)),
        ["differential flame graph"] = new(
            s => FlameGraphSvg.Write(Made.Diff, s), b => FlameGraphSvg.Write(Made.Diff, b),
            (s, c) => FlameGraphSvg.WriteAsync(Made.Diff, s, cancellationToken: c), () => FlameGraphSvg.ToText(Made.Diff)),
        ["flame chart"] = new(
            s => FlameChartSvg.Write(Chart, s), b => FlameChartSvg.Write(Chart, b),
            (s, c) => FlameChartSvg.WriteAsync(Chart, s, cancellationToken: c), () => FlameChartSvg.ToText(Chart)),
        ["heat map"] = new(
            s => HeatmapSvg.Write(Map, s), b => HeatmapSvg.Write(Map, b),
            (s, c) => HeatmapSvg.WriteAsync(Map, s, cancellationToken: c), () => HeatmapSvg.ToText(Map)),
        ["csv"] = new(
            s => HeatmapCsv.Write(Map, s), b => HeatmapCsv.Write(Map, b), (s, c) => HeatmapCsv.WriteAsync(Map, s, c), () => HeatmapCsv.ToText(Map)),
        ["json of a tree"] = new(
            s => FlameScopeJson.Write(Tree, s), b => FlameScopeJson.Write(Tree, b),
            (s, c) => FlameScopeJson.WriteAsync(Tree, s, c), () => FlameScopeJson.ToText(Tree)),
        ["json of a heat map"] = new(
            s => FlameScopeJson.Write(Map, s), b => FlameScopeJson.Write(Map, b),
            (s, c) => FlameScopeJson.WriteAsync(Map, s, c), () => FlameScopeJson.ToText(Map)),
        ["json of a difference"] = new(
            s => FlameScopeJson.Write(Made.Diff, s), b => FlameScopeJson.Write(Made.Diff, b),
            (s, c) => FlameScopeJson.WriteAsync(Made.Diff, s, cancellationToken: c), () => FlameScopeJson.ToText(Made.Diff)),
        ["folded stacks"] = new(
            s => FoldedStacks.Write(Tree, s), b => FoldedStacks.Write(Tree, b),
            (s, c) => FoldedStacks.WriteAsync(Tree, s, c), () => FoldedStacks.ToText(Tree)),
        ["folded difference"] = new(
            s => FoldedStacks.Write(Made.Diff, s), b => FoldedStacks.Write(Made.Diff, b),
            (s, c) => FoldedStacks.WriteAsync(Made.Diff, s, cancellationToken: c), () => FoldedStacks.ToText(Made.Diff)),
        ["report of a profile"] = new(
            s => HtmlReport.Write(Made.Small, s), b => HtmlReport.Write(Made.Small, b),
            (s, c) => HtmlReport.WriteAsync(Made.Small, s, cancellationToken: c), () => HtmlReport.ToText(Made.Small)),
        ["report of a selection"] = new(
            s => HtmlReport.Write(Made.Small.Select(), s), b => HtmlReport.Write(Made.Small.Select(), b),
            (s, c) => HtmlReport.WriteAsync(Made.Small.Select(), s, cancellationToken: c), () => HtmlReport.ToText(Made.Small.Select())),
    };

    public static TheoryData<string> Names => [.. Writers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_destination_receives_the_same_bytes(string name)
    {
        Writer writer = Writers[name];
        byte[] expected = Made.Bytes(writer.ToStream);
        var buffer = new ArrayBufferWriter<byte>();
        writer.ToBuffer(buffer);
        using var stream = new AsyncOnlyStream();
        await writer.ToStreamAsync(stream, default);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, buffer.WrittenSpan.ToArray());
        Assert.Equal(expected, stream.ToArray());
        Assert.Equal(Encoding.UTF8.GetString(expected), writer.ToText());
    }

    // Tests that run at the same time may see either size; their bytes do not depend on it, either.
    [Theory]
    [MemberData(nameof(Names))]
    public void The_bytes_do_not_depend_on_the_size_of_the_buffer(string name)
    {
        int size = Utf8Output.Size;
        try
        {
            Utf8Output.Size = 64;
            byte[] small = Made.Bytes(Writers[name].ToStream);
            Utf8Output.Size = 1 << 20;
            Assert.Equal(small, Made.Bytes(Writers[name].ToStream));
        }
        finally
        {
            Utf8Output.Size = size;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_canceled_write_throws_and_writes_nothing(string name)
    {
        using var stream = new AsyncOnlyStream();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Writers[name].ToStreamAsync(stream, new CancellationToken(canceled: true)));
        Assert.Empty(stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_destination_throws(string name)
    {
        Assert.Throws<ArgumentNullException>("output", () => Writers[name].ToStream(null!));
        Assert.Throws<ArgumentNullException>("output", () => Writers[name].ToBuffer(null!));
        Assert.Throws<ArgumentNullException>("output", () => { _ = Writers[name].ToStreamAsync(null!, default); });
    }

    private sealed record Writer(
        Action<Stream> ToStream, Action<IBufferWriter<byte>> ToBuffer, Func<Stream, CancellationToken, Task> ToStreamAsync, Func<string> ToText);

    /// <summary>Throws on synchronous writes, as the response of a web server does.</summary>
    private sealed class AsyncOnlyStream : Stream
    {
        private readonly MemoryStream _bytes = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => _bytes.ToArray();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            _bytes.Write(buffer.Span);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous write.");

        public override void Flush() => throw new InvalidOperationException("Synchronous flush.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
