using System.Text;
using FlameScope.Model;
using FlameScope.Parsing;

#region format
/// <summary>Reads lines such as <c>1500,worker,main;handle;parse</c>: microseconds, the name of the thread, and the stack, root first.</summary>
internal sealed class TraceCsvFormat : IProfileReader
{
    public string Name => "trace csv";

    public string Description => "lines of microseconds, a thread and a stack";

    public FormatMatch Match(FormatProbe probe) => FormatMatch.No; // It has no mark: it is chosen by its name.

    public IProfileParser CreateParser(ProfileBuilder builder, ReadContext context) => new Parser(builder, context);

    private sealed class Parser(ProfileBuilder builder, ReadContext context) : IProfileParser
    {
        private readonly SampleEventId _tick = builder.AddEvent("tick", []);
        private long _line;
        private long _offset;

        public int Parse(ReadOnlySpan<byte> block, bool isFinal)
        {
            int start = 0;
            for (int length; (length = block[start..].IndexOf((byte)'\n')) >= 0 || (isFinal && (length = block.Length - start) > 0); start += length)
            {
                Add(Encoding.UTF8.GetString(block.Slice(start, length)), InputPosition.AtLine(++_line, _offset + start));
                if (start + length < block.Length) length++; // the line end
            }
            context.CheckText(block.Length - start);
            _offset += start;
            return start; // The rest is the start of a line, which comes again with more.
        }

        public void Complete()
        {
        }

        private void Add(string line, InputPosition position)
        {
            if (line.Split(',', 3) is not [string time, string thread, string frames] || !uint.TryParse(time, out uint microseconds))
            {
                context.Report("line that is not microseconds,thread,frames", position, Encoding.UTF8.GetBytes(line));
                return;
            }
            #region builder
            StackId stack = StackId.Empty;
            foreach (string name in frames.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                stack = builder.AddStack(stack, builder.AddFrame(new Frame { Symbol = builder.AddSymbol(name), Kind = FrameKind.User }));
            }
            ThreadId id = builder.AddThread(pid: null, tid: null, thread);
            builder.AddSample(new SampleRow { Time = microseconds * 1000L, Stack = stack, Thread = id, Event = _tick });
            #endregion
        }
    }
}
#endregion
