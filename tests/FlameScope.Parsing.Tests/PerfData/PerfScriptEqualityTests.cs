using System.Diagnostics;
using System.Runtime.Versioning;
using FlameScope.Model;
using FlameScope.Tests;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>A fresh recording has the samples that <c>perf script</c> prints of it.</summary>
[SupportedOSPlatform("linux")]
public sealed class PerfScriptEqualityTests : IDisposable
{
    private const string Load = "i=0; while [ $i -lt 40 ]; do i=$((i+1)); ls -lR /usr/share/doc/base-files /etc | sort | md5sum > /dev/null; (read x < /etc/passwd; cat /etc/passwd | wc -l > /dev/null); done";

    private readonly string _folder = Directory.CreateTempSubdirectory("perfdata").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OptionalTheory(Requirement.Perf)]
    [InlineData("-F 997 -g")]
    [InlineData("-F 997 -g -z")]
    [InlineData("-F 997")]
    [InlineData("-F 997 -g -k mono --sample-cpu")]
    [InlineData("-c 500000 -g")]
    [InlineData("-F 499 -g -e task-clock -e page-faults -e context-switches")]
    public void Samples_and_frames_are_equal(string options)
    {
        string file = Path.Combine(_folder, "perf.data");
        string events = options.Contains(" -e ", StringComparison.Ordinal) ? "" : "-e cpu-clock ";
        Run("record", $"-q {events}{options} -o {file} -- sh -c", Load);
        Compare(file, isExact: true);
    }

    [OptionalFact(Requirement.Perf)]
    public void A_pipe_has_the_same_samples()
    {
        string file = Path.Combine(_folder, "pipe.data");
        using (Process shell = Process.Start("sh", ["-c", $"perf record -q -e cpu-clock -F 997 -g -o - -- sh -c '{Load}' > {file} 2> /dev/null"])!) shell.WaitForExit();
        Compare(file, isExact: true);
    }

    // perf's unwinder leaves out callers, and ends early, where it finds no unwind information of a function: its frames are a part of those read.
    [OptionalFact(Requirement.Perf)]
    public void Unwound_stacks_have_the_frames_that_perf_finds_in_their_order()
    {
        string file = Path.Combine(_folder, "dwarf.data");
        Run("record", $"-q -e cpu-clock -F 499 --call-graph dwarf,4096 -o {file} -- sh -c", Load);
        Compare(file, isExact: false);
    }

    // Only an administrator may record tracepoints.
    [OptionalFact(Requirement.Perf)]
    public void States_of_threads_are_the_letters_that_perf_prints()
    {
        string file = Path.Combine(_folder, "switch.data"), text = Path.Combine(_folder, "switch.txt");
        Run("record", $"-q -e sched:sched_switch -o {file} -- sh -c", "for i in 1 2 3 4 5; do ls / | sort > /dev/null; sleep 0.01; done");
        if (!File.Exists(file)) return;
        using (Process shell = Process.Start("sh", ["-c", $"perf script -i {file} -F trace > {text} 2> /dev/null"])!) shell.WaitForExit();
        string[] expected = [.. File.ReadLines(text).SelectMany(line => line.Split(' ')).Where(word => word.StartsWith("prev_state=", StringComparison.Ordinal))];
        Profile profile = ProfileFile.Open(file);
        var actual = new List<string>();
        foreach (LabelSetId set in profile.Samples.LabelSets)
        {
            actual.AddRange(profile.LabelSets[set].Select(label => label.ToString()).Where(label => label.StartsWith("prev_state=", StringComparison.Ordinal)));
        }
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    private void Compare(string file, bool isExact)
    {
        string text = Path.Combine(_folder, "perf.txt");
        using (Process shell = Process.Start("sh", ["-c", $"perf script -i {file} --ns --no-inline -F comm,pid,tid,time,period,event,ip,sym,dso > {text} 2> /dev/null"])!) shell.WaitForExit();
        Profile expected = ProfileFile.Open(text);
        Profile actual = ProfileFile.Open(file, new ProfileReadOptions { Formats = ProfileFormats.Default.With(new PerfDataReader { UseSystemSymbols = true }) });
        Assert.True(expected.Samples.Count > 10, "perf recorded too few samples");
        Assert.Equal(expected.Samples.Times.ToArray(), actual.Samples.Times.ToArray());
        Assert.Equal(expected.Samples.Periods.ToArray(), actual.Samples.Periods.ToArray());
        int frames = 0, different = 0;
        string first = "";
        for (int i = 0; i < expected.Samples.Count; i++)
        {
            Assert.Equal(Describe(expected, i), Describe(actual, i));
            (string Symbol, string Module)[] want = Frames(expected, i), got = Frames(actual, i);
            // perf keeps the mappings of a program while another one replaces it, and finds the system call in which that happens.
            if (Array.Exists(want, frame => frame.Symbol == "bprm_execve")) (want, got) = (InKernel(want), InKernel(got));
            if (isExact) Assert.Equal(want.Length, got.Length);
            else want = [.. want.TakeWhile(IsCode)];
            int next = 0;
            foreach ((string Symbol, string Module) frame in want)
            {
                frames++;
                int at = isExact ? next : Array.IndexOf(got, frame, next);
                bool isFound = at >= 0 && got[at] == frame;
                if (isFound || isExact) next = at + 1;
                if (isFound) continue;
                different++;
                first = $"sample {i}: {frame} is not in {string.Join(", ", got)}";
            }
        }
        Assert.True(different * 200 <= frames, $"{different} of {frames} frames differ, such as {first}");
    }

    private static (string Symbol, string Module)[] InKernel((string Symbol, string Module)[] frames) =>
        [.. frames.TakeWhile(frame => frame.Module == "[kernel.kallsyms]")];

    // Where perf's unwinder fails, its last frame is a value of the stack that is not an address of code.
    private static bool IsCode((string Symbol, string Module) frame) =>
        frame.Symbol != "[unknown]" || frame.Module is not ("" or "[stack]" or "[heap]" or "//anon");

    private static string Describe(Profile profile, int sample)
    {
        ThreadInfo thread = profile.Threads[profile.Samples.Threads[sample]];
        return $"{thread.Pid}/{thread.Tid} {profile.Comms[thread.Comm].Trim()} {profile.Events[profile.Samples.Events[sample]]}";
    }

    private static (string Symbol, string Module)[] Frames(Profile profile, int sample) =>
        [.. profile.Stacks.GetFrames(profile.Samples.Stacks[sample]).Select(id => (profile.Symbols[profile.Frames[id].Symbol], profile.Modules[profile.Frames[id].Module]))];

    private static void Run(string command, string arguments, string script)
    {
        var start = new ProcessStartInfo("perf") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(command);
        foreach (string argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(script);
        using Process perf = Process.Start(start)!;
        perf.OutputDataReceived += static (_, _) => { };
        perf.BeginOutputReadLine();
        string errors = perf.StandardError.ReadToEnd();
        perf.WaitForExit();
        Assert.True(perf.ExitCode == 0, errors);
    }
}
