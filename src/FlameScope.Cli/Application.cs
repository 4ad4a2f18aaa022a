using System.CommandLine;
using FlameScope.Cli.Text;

namespace FlameScope.Cli;

/// <summary>Parses the command line and runs the command that it names.</summary>
internal static class Application
{
    public static int Run(Command root, string[] args)
    {
        // A profile may be named @x or [x], so response files and directives are disabled.
        (root as RootCommand)?.Directives.Clear();
        ParseResult command = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Errors.Count > 0) return ErrorReporting.Usage(Explain(command, root), command.CommandResult.Command);
        try
        {
            return command.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException usage)
        {
            return ErrorReporting.Usage([usage.Message], command.CommandResult.Command);
        }
        catch (InputException input)
        {
            return ErrorReporting.Fail(input.Message);
        }
        catch (IOException output)
        {
            return ErrorReporting.Fail(output.Message);
        }
        catch (OverflowException sum)
        {
            return ErrorReporting.Fail(sum.Message);
        }
        catch (OutOfMemoryException)
        {
            return ErrorReporting.Fail("out of memory");
        }
        catch (Exception bug)
        {
            return ErrorReporting.Fail($"this is a bug in flamescope, please report it: {bug.GetType().Name}: {bug.Message}");
        }
    }

    private static IEnumerable<string> Explain(ParseResult command, Command root)
    {
        if (command.CommandResult.Command != root) return ExplainCommand(command, root);
        string commands = $"the commands are {string.Join(", ", root.Subcommands.Select(c => c.Name))}";
        if (command.UnmatchedTokens is not [var first, ..]) return [$"a command is required; {commands}"];
        return [$"unknown command '{first}'; {(SimilarText.Find(first, root.Subcommands.Select(c => c.Name)) is { } similar ? $"did you mean {similar}?" : commands)}"];
    }

    // An unknown option also makes its value an unknown argument. One line about the option is sufficient.
    private static IEnumerable<string> ExplainCommand(ParseResult command, Command root)
    {
        IEnumerable<string> errors = command.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal);
        if (command.UnmatchedTokens.FirstOrDefault(t => t.Length > 1 && t[0] == '-') is not { } unknown) return errors;
        IEnumerable<string> names = command.CommandResult.Command.Options.Concat(root.Options.Where(o => o.Recursive)).SelectMany(o => o.Aliases.Prepend(o.Name));
        string name = unknown.Split('=', ':')[0];
        string hint = SimilarText.Find(name, names) is { } similar ? $"; did you mean {similar}?" : "";
        return [$"unknown option '{name}'{hint}"];
    }
}
