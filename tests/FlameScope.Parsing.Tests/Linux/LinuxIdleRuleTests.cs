using System.Text;
using System.Text.RegularExpressions;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class LinuxIdleRuleTests
{
    [Theory]
    [InlineData("swapper", true)]
    [InlineData("swapper/0", true)]
    [InlineData("swapper/127", true)]
    [InlineData("swapper/", false)]
    [InlineData("swapper/x", false)]
    [InlineData("swapper/1x", false)]
    [InlineData("swapper1", false)]
    [InlineData("Swapper", false)]
    [InlineData(" swapper", false)]
    [InlineData("", false)]
    public void The_idle_task_is_recognized_by_its_name(string comm, bool isIdleTask) =>
        Assert.Equal(isIdleTask, LinuxIdleRule.IsIdleTask(Encoding.UTF8.GetBytes(comm)));

    [Theory]
    [InlineData("native_safe_halt", true)]
    [InlineData("safe_halt", true)]
    [InlineData("pv_native_safe_halt", true)]
    [InlineData("intel_idle", true)]
    [InlineData("intel_idle_irq", true)]
    [InlineData("acpi_idle_do_entry", true)]
    [InlineData("acpi_safe_halt", true)]
    [InlineData("acpi_processor_ffh_cstate_enter", false)]
    [InlineData("default_idle", true)]
    [InlineData("default_idle_call", true)]
    [InlineData("default_enter_idle", true)]
    [InlineData("mwait_idle_with_hints.constprop.0", true)]
    [InlineData("poll_idle", true)]
    [InlineData("poll_idle2", false)]
    [InlineData("haltpoll_enter_idle", true)]
    [InlineData("cpuidle_enter_state", true)]
    [InlineData("call_cpuidle", true)]
    [InlineData("arch_cpu_idle", true)]
    [InlineData("cpu_idle_poll", true)]
    [InlineData("do_idle", true)]
    [InlineData("do_idle_more", false)]
    [InlineData("cpu_startup_entry", true)]
    [InlineData("cpu_bringup_and_idle", true)]
    [InlineData("xen_hypercall_sched_op", true)]
    [InlineData("xen_hypercall_vcpu_op", true)]
    [InlineData("xen_hypercall_event_op", false)]
    [InlineData("cpu_do_idle", true)]
    [InlineData("psci_cpu_suspend_enter", true)]
    [InlineData("native_safe_halt\n", false)]
    [InlineData("do_softirq", false)]
    [InlineData("_do_idle", false)]
    [InlineData("", false)]
    public void Idle_functions_are_recognized_by_their_names(string symbol, bool isIdle) =>
        Assert.Equal(isIdle, LinuxIdleRule.IsIdlePrimitive(Encoding.UTF8.GetBytes(symbol)));

    // The rule as it is published: a regular expression.
    [Fact]
    public void The_idle_functions_are_those_of_the_documented_expression()
    {
        var expression = new Regex(
            "^(.*safe_halt|intel_idle.*|acpi_(idle|safe_halt).*|default_idle.*|default_enter_idle|mwait_idle.*|poll_idle|haltpoll.*"
            + "|(call_)?cpuidle.*|arch_cpu_idle.*|cpu_idle.*|do_idle|cpu_startup_entry|cpu_bringup_and_idle"
            + @"|xen_hypercall_(sched|vcpu)_op|cpu_do_idle|psci_.*)\z",
            RegexOptions.CultureInvariant | RegexOptions.Singleline);
        string[] parts =
        [
            "", "_", "x", "\n", "call_", "cpuidle", "safe_halt", "intel_idle", "acpi_", "idle", "default_", "enter_idle", "mwait_", "poll_idle", "haltpoll", "arch_",
            "cpu_idle", "do_idle", "cpu_", "startup_entry", "bringup_and_idle", "xen_hypercall_", "sched", "vcpu", "_op", "psci_",
        ];
        foreach (string first in parts)
        {
            foreach (string second in parts)
            {
                foreach (string third in parts)
                {
                    string name = first + second + third;
                    Assert.True(expression.IsMatch(name) == LinuxIdleRule.IsIdlePrimitive(Encoding.UTF8.GetBytes(name)), name);
                }
            }
        }
    }

    [Fact]
    public void A_sample_is_idle_if_its_task_and_its_leaf_are_idle()
    {
        Profile profile = PerfScript.Parse(
            Sample("swapper", "default_idle", "cpu_startup_entry") + Sample("swapper", "irq_exit", "default_idle") + Sample("stress", "default_idle")
            + Sample("swapper/3", "default_idle") + Sample("swapper"));

        Assert.Equal([true, false, false, true, false], Enumerable.Range(0, 5).Select(profile.IsIdle));
        Assert.Equal(2, profile.IdleCount);
        Assert.Equal(3, profile.Select().Count);
        Assert.Equal(5, profile.Select(SampleFilter.All).Count);
    }

    private static string Sample(string comm, params string[] frames) =>
        $"{comm} 0 [000] 1.000000: 1 cycles: \n{string.Concat(frames.Select(frame => $"\tffffffff81 {frame} ([kernel.kallsyms])\n"))}\n";
}
