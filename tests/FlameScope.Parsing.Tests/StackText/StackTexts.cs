using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing.Tests;

/// <summary>Texts of stack tools, in the form in which the tools print them, and the lines of what is read.</summary>
internal static class StackTexts
{
    public const string MacSample = """
        Sampling process 2579 for 3 seconds with 1 millisecond of run time between samples
        Sampling completed, processing symbols...
        Analysis of sampling shop (pid 2579) every 1 millisecond
        Process:         shop [2579]
        Path:            /Users/USER/*/shop
        Code Type:       ARM64
        OS Version:      macOS 15.7.4 (24G517)
        Report Version:  7
        ----

        Call graph:
            100 Thread_51128: Main Thread   DispatchQueue_<multiple>
            + 100 start  (in dyld) + 3056  [0x7ff804e3c530]
            +   99 main  (in shop) + 1151  [0x10317ca14]  main.m:89
            +   ! 60 -[Shop hash:]  (in shop) + 248,256  [0x101ba5f90,0x101ba5f98]
            +   ! : 40 ???  (in shop)  load address 0x10177d000 + 0xca4e3d  [0x102421e3d]
            +   ! 30 fill(unsigned int, char)  (in shop) + 4  [0x1031]
            +   1 exit  (in libsystem_c.dylib) + 4  [0x1]
            7 Thread_51130   DispatchQueue_1: com.apple.main-thread  (serial)
            + 7 start_wqthread  (in libsystem_pthread.dylib) + 13  [0x7fff8a477fb9]
            3 Thread_51131

        Total number in stack (recursive counted multiple, when >=5):
                5       _pthread_wqthread  (in libsystem_pthread.dylib) + 0  [0x7fff8a474ef8]

        Binary Images:
               0x10177d000 -        0x1017b7fff +shop (0) <AAAA> /Users/USER/*/shop

        """;

    public const string BccProfile = """
        Sampling at 49 Hertz of all threads by user + kernel stack... Hit Ctrl-C to end.
        ^C
            filemap_map_pages
            handle_mm_fault
            --
            [unknown]
            -                bash (9657)
                1

            func_ab
            main
            __libc_start_main
            -                func ab (13549)
                5

        """;

    public const string BccOffCpu = """
        Tracing off-CPU time (us) of all threads by user + kernel stack... Hit Ctrl-C to end.
            finish_task_switch
            schedule
            read
            -                sshd (8530)
                48

        """;

    public const string BccStackCount = """
        Tracing 1 functions for "submit_bio"... Hit Ctrl-C to end.
        ^C
          ffffffff813bd3a1 submit_bio
          ffffffff811b2f04 submit_bh
            dd [4210]
            3

          submit_bio
            2

        Detaching...

        """;

    public const string Bpftrace = """
        Attaching 1 probe...

        @[
            __schedule+1234
            schedule+46
        ,
            read+13
            main+0x1f
        , bash, 77, 78]: 12
        @[bash, 5,
            0x7f0012345678
        ]: 3
        @[
        ]: 2

        @offcpu_us[
        	ffffffffb4019501 do_mmap+1 ([kernel.kallsyms])
        	    7f4fdaa65c70 mmap+32 (/usr/lib/libc.so.6)
        , sshd]: 40

        @total: 7
        @counts[bash]: 4

        """;

    // profile:hz:99 { printf("%s %d [%03d] %llu.%09llu: cpu:%s%s\\n", comm, tid, cpu, nsecs / 1000000000, nsecs % 1000000000, kstack(perf), ustack(perf)); }
    public const string BpftraceEvents = """
        Attaching 1 probe...
        my bash 77 [001] 136087.100000001: cpu:
        	ffffffffb4019501 do_mmap+1 ([kernel.kallsyms])

        	7f4fdaa65c70 mmap+32 (/usr/lib/libc.so.6)


        sshd 78 [000] 136087.11: cpu:

        	7f4fdaa65c70 read+32 (/usr/lib/libc.so.6)


        """;

    public const string DTrace = """
        CPU     ID                    FUNCTION:NAME
          0  64091                        :tick-60s 


          mysqld                                             1234
                      unix`sys_syscall+0x102
                      genunix`syscall_mstate+0x7

                      libc.so.1`read+0x7
                      a.out`std::vector<int>::push_back+0x1f
                      0xfffffd7fff1234
                        41

                      java/lang/Thread.run()V
                      libjvm.so`start+0x1
                        2

        """;

    public static Profile Parse(string text, ProfileReadOptions? options = null) =>
        ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")), options);

    /// <summary>Returns a line per sample: event, count, value, process, thread, name, and the frames from the root on as <c>symbol(module)</c>.</summary>
    public static string[] Lines(Profile profile) => [.. Enumerable.Range(0, profile.Samples.Count).Select(i => Line(profile, i))];

    private static string Line(Profile profile, int index)
    {
        Sample sample = profile.Samples[index];
        ThreadInfo thread = profile.Threads[sample.Thread];
        var frames = new List<string>();
        for (StackId stack = sample.Stack; stack != StackId.Empty; stack = profile.Stacks.Parents[stack.Value])
        {
            Frame frame = profile.Frames[profile.Stacks.Frames[stack.Value]];
            string module = profile.Modules[frame.Module];
            string kind = frame.Kind == FrameKind.Kernel ? "/k" : "";
            frames.Insert(0, profile.Symbols[frame.Symbol] + (module.Length > 0 ? $"({module})" : "") + kind);
        }
        string value = profile.GetValueTypes(sample.Event).Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"={profile.Samples.GetValues(0)[index]}") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{profile.Events[sample.Event]} {sample.Count}{value} {thread.Pid}/{thread.Tid}/{profile.Comms[thread.Comm]} {string.Join(';', frames)}");
    }
}
