using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using FlameScope.Model;
using FlameScope.Tests;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>A fresh recording has the samples that <c>perf script</c> prints of it.</summary>
[SupportedOSPlatform("linux")]
public sealed class PerfScriptEqualityTests : IDisposable
{
    // Processes that start and end.
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
        RunShell($"perf record -q -e cpu-clock -F 997 -g -o - -- sh -c '{Load}' > {file} 2> /dev/null");
        Compare(file, isExact: true);
    }

    [OptionalFact(Requirement.Perf)]
    public void Processes_that_fork_and_replace_their_program_all_the_time_have_the_same_samples()
    {
        const string Storm = "i=0; while [ $i -lt 300 ]; do i=$((i+1)); (exec /bin/true) & (exec sh -c 'exec /bin/echo x') > /dev/null & [ $((i % 20)) -eq 0 ] && wait; done; wait";
        string file = Path.Combine(_folder, "storm.data");
        Run("record", $"-q -e cpu-clock -F 1997 -g -o {file} -- sh -c", Storm);
        Compare(file, isExact: true);
    }

    [OptionalTheory(Requirement.Perf, Requirement.Clang)]
    [InlineData("-pie -fPIE", false)]
    [InlineData("-no-pie -fno-pie", false)]
    [InlineData("-pie -fPIE", true)]
    public void Functions_of_a_program_are_found_or_are_missing_as_in_perf(string options, bool isStripped)
    {
        string source = Path.Combine(_folder, "app.cpp"), program = Path.Combine(_folder, "app"), file = Path.Combine(_folder, "app.data");
        File.WriteAllText(source, """
            #include <algorithm>
            #include <ctime>
            #include <vector>
            namespace load {
              template <class T> __attribute__((noinline)) T sorted(std::vector<T> v) { std::sort(v.begin(), v.end()); return v[v.size() / 2]; }
              struct Work { virtual ~Work() {} __attribute__((noinline)) virtual double run(int n) { std::vector<double> v; for (int i = 0; i < n; i++) v.push_back((i * 7919) % n); return sorted(v); } };
            }
            int main() {
              load::Work work; double sum = 0;
              while (std::clock() < CLOCKS_PER_SEC / 4) sum += work.run(2000);
              return sum < 0;
            }
            """);
        RunToEnd("clang++", $"-O1 -fno-omit-frame-pointer {options} {(isStripped ? "-s" : "")} -o {program} {source}");
        RunToEnd("perf", $"record -q -e cpu-clock -F 1997 -g -o {file} -- {program}");
        Profile profile = Compare(file, isExact: true);
        Assert.True(isStripped != profile.Symbols.Contains("load::Work::run"), string.Join(", ", profile.Symbols));
    }

    // perf shows earlier code of memory that is used again; here, the last line of the map counts.
    [OptionalFact(Requirement.Perf, Requirement.Node)]
    public void Functions_that_Node_compiles_are_those_of_its_perf_map()
    {
        string script = Path.Combine(_folder, "load.js"), file = Path.Combine(_folder, "node.data");
        File.WriteAllText(script, """
            function busyLeaf(n) { let s = 0; for (let i = 0; i < n; i++) s += Math.sqrt(i % 97); return s; }
            function busyCaller(n) { return busyLeaf(n) + busyLeaf(n / 2); }
            let sum = 0;
            while (process.cpuUsage().user < 5e5) sum += busyCaller(20000);
            if (sum < 0) console.log(sum);
            """);
        RunToEnd("perf", $"record -q -e cpu-clock -F 997 -g -o {file} -- node --perf-basic-prof --interpreted-frames-native-stack {script}");
        Profile profile = Compare(file, isExact: true, maximumDifference: 0.05);
        Assert.Contains(profile.Symbols, name => name.Contains("busyLeaf", StringComparison.Ordinal));
        DeleteMaps(profile);
    }

    // Without the second mapping of compiled code, whose name perf does not look up in the map.
    [OptionalFact(Requirement.Perf)]
    public void Functions_that_dotnet_compiles_are_those_of_its_perf_map()
    {
        string file = Path.Combine(_folder, "dotnet.data");
        RunToEnd("perf", $"record -q -e cpu-clock -F 997 -g -o {file} -- dotnet {TestService} 1 100", ("DOTNET_PerfMapEnabled", "1"), ("DOTNET_EnableWriteXorExecute", "0"));
        Profile profile = Compare(file, isExact: true, maximumDifference: 0.05);
        Assert.Contains(profile.Symbols, name => name.Contains("PlantedBurst", StringComparison.Ordinal));
        DeleteMaps(profile);
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
        RunShell($"perf script -i {file} -F trace > {text} 2> /dev/null");
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

    private Profile Compare(string file, bool isExact, double maximumDifference = 0.005)
    {
        string text = Path.Combine(_folder, "perf.txt");
        RunShell($"perf script -i {file} --ns --no-inline -F comm,pid,tid,time,period,event,ip,sym,dso > {text} 2> /dev/null");
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
        Assert.True(different <= frames * maximumDifference, $"{different} of {frames} frames differ, such as {first}");
        return actual;
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

    private static string TestService => Path.Combine(AppContext.BaseDirectory, "FlameScope.TestService.dll");

    // The maps are in the folder for temporary files of all programs.
    private static void DeleteMaps(Profile profile)
    {
        foreach (long pid in profile.Threads.Rows.ToArray().Where(thread => thread.Pid > 0).Select(thread => thread.Pid!.Value).Distinct()) File.Delete($"/tmp/perf-{pid}.map");
    }

    private static void Run(string command, string arguments, string script) => RunToEnd("perf", [command, .. Split(arguments), script]);

    private static void RunShell(string script) => RunToEnd("sh", ["-c", script], mustSucceed: false);

    private static void RunToEnd(string program, string arguments, params (string Name, string Value)[] environment) => RunToEnd(program, Split(arguments), true, environment);

    private static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // What a program and its children write is read while it runs. A program that does not end fails the test instead of the run of all tests.
    private static void RunToEnd(string program, string[] arguments, bool mustSucceed = true, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} does not end.");
        }
        lock (errors) Assert.True(process.ExitCode == 0 || !mustSucceed, errors.ToString());
    }
}
