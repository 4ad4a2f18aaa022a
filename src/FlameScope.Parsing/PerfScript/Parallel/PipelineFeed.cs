namespace FlameScope.Parsing;

/// <summary>Passes an input to a <see cref="ParsePipeline"/>, in blocks that end at sample boundaries.</summary>
internal sealed class PipelineFeed(BlockSplitter splitter, ParsePipeline pipeline) : IBlockConsumer
{
    public bool IsStopped => pipeline.IsStopped;

    public Memory<byte> GetMemory() => splitter.Free;

    public ValueTask AdvanceAsync(int count, bool isFinal, CancellationToken cancellationToken) =>
        splitter.Cut(count, isFinal) is { } block ? pipeline.AddAsync(block, cancellationToken) : default;
}
