namespace FlameScope.Fuzz;

/// <summary>Runs cases, one at a time. A case depends only on the seed and its number.</summary>
internal interface IFuzzCase
{
    /// <summary>The input of the last case.</summary>
    ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Runs a case. An exception is a failure.</summary>
    void Run(long index);
}
