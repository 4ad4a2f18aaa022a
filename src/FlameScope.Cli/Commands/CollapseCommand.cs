using System.CommandLine;
using FlameScope.Cli.Options;
using FlameScope.Cli.Text;
using FlameScope.Parsing;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope collapse</c>: folded stacks as FlameGraph's <c>stackcollapse-perf.pl</c> and <c>inferno-collapse-perf</c> print them.</summary>
internal sealed class CollapseCommand : Command
{
    private readonly ProfileArgument _profile = new();
    private readonly Option<bool> _pid = Flag("--pid", "Append process ids to names.");
    private readonly Option<bool> _tid = Flag("--tid", "Append process and thread ids to names.");
    private readonly Option<bool> _kernel = Flag("--kernel", "Mark kernel functions with _[k].");
    private readonly Option<bool> _jit = Flag("--jit", "Mark functions compiled at run time with _[j].");
    private readonly Option<bool> _inline = Flag("--inline", "Resolve inlined functions with addr2line.");
    private readonly Option<bool> _all = Flag("--all", "The same as --kernel --jit.");
    private readonly Option<bool> _addresses = Flag("--addrs", "Show the addresses of unknown functions.");
    private readonly Option<string?> _eventFilter = PatternOption.Text("--event-filter", "E", "Only samples of this event; the default is the first event.");
    private readonly OutputOption _output = new();

    public CollapseCommand(string name)
        : base(name, "Print folded stacks as FlameGraph's stackcollapse-perf.pl does.")
    {
        Add(_profile);
        foreach (Option option in new Option[] { _pid, _tid, _kernel, _jit, _inline, _all, _addresses, _eventFilter, _output }) Add(option);
        SetAction(Run);
    }

    private void Run(ParseResult command)
    {
        StackCollapseOptions options = OptionsOf(command);
        CollapsedStacks stacks = _profile.Read(
            command, file => StackCollapse.CollapseFile(file, options), stream => StackCollapse.Collapse(stream, options));
        // If nothing was found, reading the input as a profile reports what it is instead.
        if (stacks.Count == 0 && stacks.FilteredCount == 0 && !_profile.IsStandardInput(command)) _profile.Load(command);
        Report(_profile.NameOf(command), stacks);
        _output.Write(command, stream => stacks.Write(stream));
    }

    private StackCollapseOptions OptionsOf(ParseResult command) => new()
    {
        Pid = command.GetValue(_pid),
        Tid = command.GetValue(_tid),
        Kernel = command.GetValue(_kernel) || command.GetValue(_all),
        Jit = command.GetValue(_jit) || command.GetValue(_all),
        Addresses = command.GetValue(_addresses),
        EventFilter = command.GetValue(_eventFilter),
        InlineResolver = command.GetValue(_inline) ? new Addr2Line() : null,
    };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static void Report(string name, CollapsedStacks stacks)
    {
        if (stacks.FilteredCount > 0)
        {
            ErrorReporting.Note($"{name}: {SafeText.Count(stacks.FilteredCount, "sample")} of events other than {stacks.EventName} excluded (--event-filter)");
        }
        if (stacks.Damage is not null) ErrorReporting.Note($"{name}: {stacks.Damage}: the readable part was collapsed");
        if (stacks.IdleCount > 0) ErrorReporting.Note($"{name}: {SafeText.Count(stacks.IdleCount, "idle sample")} included, as stackcollapse-perf.pl does");
        if (stacks.IsLastUnfinished) ErrorReporting.Note($"{name}: the last sample is excluded, because the text ends within it");
    }
}
