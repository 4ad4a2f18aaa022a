using FlameScope.Model;

namespace FlameScope.ReportBenchmark;

/// <summary>Repeats a recording, each time shifted by whole seconds.</summary>
internal static class LongerProfile
{
    public static Profile Of(Profile profile, int leastSamples)
    {
        ProfileBuilder builder = WithTablesOf(profile);
        SampleTable samples = profile.Samples;
        long length = ((profile.LastTime!.Value - profile.Origin) / TimeRange.NanosecondsPerSecond * TimeRange.NanosecondsPerSecond) + TimeRange.NanosecondsPerSecond;
        for (long shift = 0; builder.SampleCount < leastSamples; shift += length)
        {
            for (int i = samples.UntimedCount; i < samples.Count; i++)
            {
                Sample sample = samples[i];
                builder.AddSample(sample.Time + shift, sample.Stack, sample.Thread, sample.Cpu, sample.Event, sample.Period);
            }
        }
        return builder.Build();
    }

    // Ids are in order of first use. Adding the names in the order of their tables keeps all ids.
    private static ProfileBuilder WithTablesOf(Profile profile)
    {
        var builder = new ProfileBuilder { Format = profile.Format, Header = profile.Header };
        for (int i = 1; i < profile.Symbols.Count; i++) builder.AddSymbol(profile.Symbols.GetUtf8(new SymbolId(i)));
        for (int i = 1; i < profile.Modules.Count; i++) builder.AddModule(profile.Modules.GetUtf8(new ModuleId(i)));
        for (int i = 1; i < profile.Sources.Count; i++) builder.AddSource(profile.Sources.GetUtf8(new SourceId(i)));
        for (int i = 0; i < profile.Events.Count; i++) builder.AddEvent(profile.Events.GetUtf8(new SampleEventId(i)));
        foreach (ThreadInfo thread in profile.Threads.Rows) builder.AddThread(thread.Pid, thread.Tid, profile.Comms.GetUtf8(thread.Comm));
        foreach (Frame frame in profile.Frames.Rows) builder.AddFrame(frame.Symbol, frame.Module, frame.Kind, frame.Source);
        for (int i = 1; i < profile.Stacks.Count; i++) builder.AddStack(profile.Stacks.Parents[i], profile.Stacks.Frames[i]);
        return builder;
    }
}
