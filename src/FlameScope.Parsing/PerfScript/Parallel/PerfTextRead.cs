using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Passes text to a parser, on one thread or several.</summary>
internal static class PerfTextRead
{
    // A block that one thread passes to another should still be in the second-level cache of the first processor. Smaller blocks share less.
    private const int MaximumSharedBlock = 256 * 1024;

    /// <summary>Passes text in memory.</summary>
    public static unsafe void Read<TParser>(ReadOnlySpan<byte> text, TParser parser, ProfileReadOptions options)
        where TParser : IBlockParser
    {
        if (options.ThreadCount == 1 || text.Length <= options.BlockSize)
        {
            parser.Parse(text, isFinal: true, scan: null);
            return;
        }
        fixed (byte* start = text)
        {
            // No other thread uses the text once the pipeline has ended, whatever happened.
            using var memory = new PinnedText(start, text.Length);
            using var pipeline = new ParsePipeline(parser, options, isAsync: false, onParsed: null);
            IEnumerable<TextBlock> blocks = BlockSplitter.Split(memory.Memory, Math.Min(options.BlockSize, MaximumSharedBlock));
            pipeline.RunAsync(stop => pipeline.AddAllAsync(blocks, stop), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Passes an input. Synchronous input is parsed before this method returns.</summary>
    public static async ValueTask ReadAsync<TParser>(ProfileInput input, TParser parser, ProfileReadOptions options, CancellationToken cancellationToken)
        where TParser : IBlockParser, IProfileParser
    {
        if (options.ThreadCount == 1)
        {
            await input.ReadToEndAsync(new CarryOverBuffer(parser, options.BlockSize), cancellationToken).ConfigureAwait(false);
            return;
        }
        var splitter = new BlockSplitter(Math.Min(options.BlockSize, MaximumSharedBlock));
        using var pipeline = new ParsePipeline(parser, options, input.IsAsync, splitter.Return);
        var feed = new PipelineFeed(splitter, pipeline);
        await pipeline.RunAsync(stop => input.ReadToEndAsync(feed, stop), cancellationToken).ConfigureAwait(false);
    }
}
