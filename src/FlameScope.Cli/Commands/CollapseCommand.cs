using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Parsing;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope collapse</c>: what FlameGraph's <c>stackcollapse-perf.pl</c> prints.</summary>
internal static class CollapseCommand
{
    public static Command Create(string name)
    {
        var profile = new ProfileArgument();
        Option<bool> pid = Flag("--pid", "Process ids behind names.");
        Option<bool> tid = Flag("--tid", "Process and thread ids behind names.");
        Option<bool> kernel = Flag("--kernel", "Kernel functions end in _[k].");
        Option<bool> jit = Flag("--jit", "Functions compiled at run time end in _[j].");
        Option<bool> inline = Flag("--inline", "Ask addr2line for inlined functions.");
        Option<bool> all = Flag("--all", "As --kernel --jit.");
        Option<bool> addresses = Flag("--addrs", "Unknown functions carry their address.");
        Option<string?> eventFilter = PatternOption.Text("--event-filter", "E", "Only samples of this event; of the first one without this.");
        var output = new OutputOption();
        var command = new Command(name, "Folded stacks as FlameGraph's stackcollapse-perf.pl prints them.")
        {
            profile, pid, tid, kernel, jit, inline, all, addresses, eventFilter, output,
        };
        command.SetAction(result =>
        {
            var options = new StackCollapseOptions
            {
                Pid = result.GetValue(pid),
                Tid = result.GetValue(tid),
                Kernel = result.GetValue(kernel) || result.GetValue(all),
                Jit = result.GetValue(jit) || result.GetValue(all),
                Addresses = result.GetValue(addresses),
                EventFilter = result.GetValue(eventFilter),
                InlineResolver = result.GetValue(inline) ? new Addr2Line() : null,
            };
            CollapsedStacks stacks = profile.Read(
                result, file => StackCollapse.CollapseFile(file, options), stream => StackCollapse.Collapse(stream, options));
            // Nothing at all: reading it as a profile tells what it is instead.
            if (stacks.Count == 0 && stacks.FilteredCount == 0 && !profile.IsStandardInput(result)) profile.Load(result);
            Report(profile.NameOf(result), stacks);
            output.Write(result, stream => stacks.Write(stream));
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static void Report(string name, CollapsedStacks stacks)
    {
        if (stacks.FilteredCount > 0)
        {
            ErrorReporting.Note($"{name}: {SafeText.Count(stacks.FilteredCount, "sample")} of other events than {stacks.EventName} left out (--event-filter)");
        }
        if (stacks.Damage is not null) ErrorReporting.Note($"{name}: {stacks.Damage}: collapsed as far as it goes");
        if (stacks.IsLastUnfinished) ErrorReporting.Note($"{name}: the last sample has no blank line behind it and is left out, as stackcollapse-perf.pl does");
    }
}
