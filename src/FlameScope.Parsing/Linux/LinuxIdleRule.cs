using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Determines which samples are idle: those of the kernel's idle task whose leaf is one of the kernel's idle functions.
/// </summary>
/// <remarks>
/// Only the leaf is tested. Work that interrupts an idle processor (a softirq above <c>default_idle</c>) is therefore not idle, and idle time is
/// found in recordings without call chains.
/// </remarks>
internal static class LinuxIdleRule
{
    /// <summary>Returns one bit per sample of a profile that is set if the sample is idle. For <see cref="ProfileBuilder.IdleRule"/>.</summary>
    public static ulong[] Find(Profile profile)
    {
        var isIdleTask = new bool[profile.Threads.Count];
        for (int i = 0; i < isIdleTask.Length; i++) isIdleTask[i] = IsIdleTask(profile.Comms.GetUtf8(profile.Threads.Rows[i].Comm));

        // 0: not yet evaluated. Only leaves of the idle task are evaluated.
        var isIdlePrimitive = new sbyte[profile.Symbols.Count];
        ulong[] idle = SampleMask.Create(profile.Samples.Count);
        ReadOnlySpan<ThreadId> threads = profile.Samples.Threads;
        ReadOnlySpan<StackId> stacks = profile.Samples.Stacks;
        for (int i = 0; i < threads.Length; i++)
        {
            if (!isIdleTask[threads[i].Value] || stacks[i] == StackId.Empty) continue;
            SymbolId leaf = profile.Frames[profile.Stacks.Frames[stacks[i].Value]].Symbol;
            ref sbyte answer = ref isIdlePrimitive[leaf.Value];
            if (answer == 0) answer = IsIdlePrimitive(profile.Symbols.GetUtf8(leaf)) ? (sbyte)1 : (sbyte)-1;
            if (answer > 0) SampleMask.Set(idle, i);
        }
        return idle;
    }

    /// <summary>Indicates whether a thread name is that of the idle task: <c>swapper</c>, or <c>swapper/N</c> for processor N.</summary>
    /// <param name="comm">The thread's name.</param>
    public static bool IsIdleTask(ReadOnlySpan<byte> comm) =>
        comm.SequenceEqual("swapper"u8)
        || (comm.StartsWith("swapper/"u8) && comm.Length > 8 && comm[8..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);

    /// <summary>Indicates whether a function is one in which an idle processor waits.</summary>
    /// <param name="symbol">The function's name.</param>
    public static bool IsIdlePrimitive(ReadOnlySpan<byte> symbol) =>
        symbol.EndsWith("safe_halt"u8)
        || symbol.StartsWith("intel_idle"u8)
        || symbol.StartsWith("acpi_idle"u8)
        || symbol.StartsWith("acpi_safe_halt"u8)
        || symbol.StartsWith("default_idle"u8)
        || symbol.SequenceEqual("default_enter_idle"u8)
        || symbol.StartsWith("mwait_idle"u8)
        || symbol.SequenceEqual("poll_idle"u8)
        || symbol.StartsWith("haltpoll"u8)
        || symbol.StartsWith("cpuidle"u8)
        || symbol.StartsWith("call_cpuidle"u8)
        || symbol.StartsWith("arch_cpu_idle"u8)
        || symbol.StartsWith("cpu_idle"u8)
        || symbol.SequenceEqual("do_idle"u8)
        || symbol.SequenceEqual("cpu_startup_entry"u8)
        || symbol.SequenceEqual("cpu_bringup_and_idle"u8)
        || symbol.SequenceEqual("xen_hypercall_sched_op"u8)
        || symbol.SequenceEqual("xen_hypercall_vcpu_op"u8)
        || symbol.SequenceEqual("cpu_do_idle"u8)
        || symbol.StartsWith("psci_"u8);
}
