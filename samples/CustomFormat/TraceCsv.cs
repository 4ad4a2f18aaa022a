using System.Globalization;
using FlameScope.Model;

/// <summary>Parses lines such as <c>1500,worker,main;handle;parse</c>: microseconds, the name of the thread, and the stack, root first.</summary>
internal static class TraceCsv
{
    public static Profile Read(string path)
    {
        #region builder
        var builder = new ProfileBuilder { Format = "trace csv" };
        SampleEventId tick = builder.AddEvent("tick");
        foreach ((int number, string line) in File.ReadLines(path).Index())
        {
            if (line.Split(',', 3) is not [string time, string thread, string frames] || !long.TryParse(time, CultureInfo.InvariantCulture, out long microseconds))
            {
                throw new FormatException($"line {number + 1}: \"{line}\" is not microseconds,thread,frames");
            }
            StackId stack = StackId.Empty;
            foreach (string name in frames.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                stack = builder.AddStack(stack, builder.AddFrame(builder.AddSymbol(name), ModuleId.None, FrameKind.User));
            }
            builder.AddSample(microseconds * 1000, stack, builder.AddThread(pid: null, tid: null, thread), cpu: null, tick);
        }
        return builder.Build();
        #endregion
    }
}
