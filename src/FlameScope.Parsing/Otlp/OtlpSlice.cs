namespace FlameScope.Parsing;

/// <summary>A range of bytes of a message.</summary>
internal readonly record struct OtlpSlice(int Start, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}
