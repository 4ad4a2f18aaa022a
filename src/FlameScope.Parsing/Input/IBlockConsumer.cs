namespace FlameScope.Parsing;

/// <summary>Consumes an input block by block: it supplies the memory for the next bytes and takes them once they have been read.</summary>
internal interface IBlockConsumer
{
    /// <summary>Indicates whether the consumer has stopped; further blocks would be discarded.</summary>
    bool IsStopped { get; }

    /// <summary>Returns the memory for the next bytes of the input. It is not empty.</summary>
    Memory<byte> GetMemory();

    /// <summary>Takes the bytes that have been read into the memory.</summary>
    /// <param name="count">The number of bytes; less than the length of the memory only at the end of the input.</param>
    /// <param name="isFinal">Indicates whether the input ends with these bytes.</param>
    /// <param name="cancellationToken">Cancels waiting for capacity.</param>
    ValueTask AdvanceAsync(int count, bool isFinal, CancellationToken cancellationToken);
}
