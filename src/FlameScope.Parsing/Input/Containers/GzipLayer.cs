using System.IO.Compression;

namespace FlameScope.Parsing;

/// <summary>The content of gzip data.</summary>
internal sealed class GzipLayer(PrefixedStream outer, InputState state)
    : InputLayer(outer, new GZipStream(outer, CompressionMode.Decompress, leaveOpen: true), state)
{
    protected override string Name => "gzip";

    protected override bool IsDamage(Exception fault) => fault is InvalidDataException;

    protected override bool IsComplete() => GzipEnd.Check(Content, Outer);
}
