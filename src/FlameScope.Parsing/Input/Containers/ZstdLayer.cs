using ZstdSharp;

namespace FlameScope.Parsing;

/// <summary>The content of zstd data.</summary>
internal sealed class ZstdLayer(PrefixedStream outer, InputState state)
    : InputLayer(outer, new DecompressionStream(outer, checkEndOfStream: true, leaveOpen: true), state)
{
    protected override string Name => "zstd";

    protected override bool IsDamage(Exception fault) => fault is ZstdException || IsCut(fault);

    protected override bool IsCut(Exception fault) => fault is EndOfStreamException;
}
