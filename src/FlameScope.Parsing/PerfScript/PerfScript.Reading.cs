using FlameScope.Model;

namespace FlameScope.Parsing;

public static partial class PerfScript
{
    // What goes from one thread to another should still be in the second-level cache of the processor it comes from. Smaller ones share less.
    private const int LargestBlock = 256 * 1024;

    // Several threads read blocks of a text that ends at borders of samples; one reads what comes.
    private static Profile Read(ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        var assembler = new PerfScriptParser(options);
        if (options.ThreadCount == 1) new CarryOverBuffer(assembler.Read, options.BlockSize).ReadAll(input, cancellationToken);
        else ReadTogether(assembler, input, options, cancellationToken);
        return Finish(assembler, input);
    }

    private static async Task<Profile> ReadAsync(ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        var assembler = new PerfScriptParser(options);
        if (options.ThreadCount == 1) await new CarryOverBuffer(assembler.Read, options.BlockSize).ReadAllAsync(input, cancellationToken).ConfigureAwait(false);
        else await ReadTogetherAsync(assembler, input, options, cancellationToken).ConfigureAwait(false);
        return Finish(assembler, input);
    }

    private static void ReadTogether(PerfScriptParser assembler, ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        var cutter = new BlockSplitter(Math.Min(options.BlockSize, LargestBlock));
        using var crew = new ParsePipeline(assembler, options, cutter.Return);
        Exception? fault = null;
        try
        {
            for (bool isFinal = false; !isFinal && !crew.IsStopped;)
            {
                Memory<byte> free = cutter.Free;
                int count = input.Fill(free.Span, cancellationToken);
                isFinal = count < free.Length;
                if (cutter.Cut(count, isFinal) is { } block) crew.Bring(block, cancellationToken);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        crew.End(fault);
    }

    private static async Task ReadTogetherAsync(
        PerfScriptParser assembler, ProfileInput input, ProfileReadOptions options, CancellationToken cancellationToken)
    {
        var cutter = new BlockSplitter(Math.Min(options.BlockSize, LargestBlock));
        using var crew = new ParsePipeline(assembler, options, cutter.Return);
        // A pipe may bring nothing for long: what is wrong with the text so far is told at once.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, crew.Stopped);
        Exception? fault = null;
        try
        {
            for (bool isFinal = false; !isFinal && !crew.IsStopped;)
            {
                Memory<byte> free = cutter.Free;
                int count = await input.FillAsync(free, stop.Token).ConfigureAwait(false);
                isFinal = count < free.Length;
                if (cutter.Cut(count, isFinal) is { } block) await crew.BringAsync(block, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            fault = new OperationCanceledException(e.Message, e, cancellationToken); // not the token of this method's own
        }
        catch (Exception e)
        {
            fault = e;
        }
        await crew.EndAsync(fault).ConfigureAwait(false);
    }

    private static unsafe void ReadTogether(PerfScriptParser assembler, ReadOnlySpan<byte> text, ProfileReadOptions options)
    {
        fixed (byte* start = text)
        {
            // Nobody is at work any more when the crew has ended, whatever has happened.
            using var memory = new PinnedText(start, text.Length);
            using var crew = new ParsePipeline(assembler, options, onRead: null);
            Exception? fault = null;
            try
            {
                BringSlices(memory.Memory, Math.Min(options.BlockSize, LargestBlock), crew);
            }
            catch (Exception e)
            {
                fault = e;
            }
            crew.End(fault);
        }
    }

    private static void BringSlices(ReadOnlyMemory<byte> text, int blockSize, ParsePipeline crew)
    {
        for (int position = 0; !crew.IsStopped;)
        {
            ReadOnlyMemory<byte> slice = text.Slice(position, Math.Min(blockSize, text.Length - position));
            bool isFinal = position + slice.Length == text.Length;
            int border = isFinal ? 0 : SampleBoundary.FindLast(slice.Span);
            if (border > 0) slice = slice[..border];
            crew.Bring(new TextBlock { Text = slice, EndsAtBorder = border > 0, IsFinal = isFinal }, CancellationToken.None);
            if (isFinal) return;
            position += slice.Length;
        }
    }
}
