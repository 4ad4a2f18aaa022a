using System.Text;
using System.Text.RegularExpressions;

namespace FlameScope.Model;

/// <summary>
/// Which samples are idle: those of the kernel's idle task whose leaf is one of its idle primitives.
/// </summary>
/// <remarks>
/// Deciding on the leaf keeps the real work that interrupts an idle processor (a softirq over <c>default_idle</c>), and finds idle time in
/// recordings without call chains.
/// </remarks>
public static partial class IdleRule
{
    [GeneratedRegex(
        "^(.*safe_halt|intel_idle.*|acpi_(idle|safe_halt).*|default_idle.*|default_enter_idle|mwait_idle.*|poll_idle|haltpoll.*"
        + "|(call_)?cpuidle.*|arch_cpu_idle.*|cpu_idle.*|do_idle|cpu_startup_entry|cpu_bringup_and_idle"
        + @"|xen_hypercall_(sched|vcpu)_op|cpu_do_idle|psci_.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex IdlePrimitive();

    /// <summary>Whether a thread of this name is the idle task: <c>swapper</c>, or <c>swapper/N</c> for a processor N.</summary>
    /// <param name="comm">The thread's name.</param>
    public static bool IsIdleTask(ReadOnlySpan<byte> comm) =>
        comm.SequenceEqual("swapper"u8)
        || (comm.StartsWith("swapper/"u8) && comm.Length > 8 && comm[8..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);

    /// <summary>Whether a function is one in which a processor with nothing to do spends its time.</summary>
    /// <param name="symbol">The function's name.</param>
    public static bool IsIdlePrimitive(ReadOnlySpan<byte> symbol) => IdlePrimitive().IsMatch(Encoding.UTF8.GetString(symbol));
}
