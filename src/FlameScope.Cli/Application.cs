using System.CommandLine;

namespace FlameScope.Cli;

/// <summary>Runs the command that the arguments name.</summary>
internal static class Application
{
    public static int Run(Command root, string[] args)
    {
        // A profile may be named @x or [x]: neither a file of further arguments nor a directive is meant.
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
        catch (OutOfMemoryException)
        {
            return ErrorReporting.Fail("there is not enough memory");
        }
        catch (Exception fault)
        {
            return ErrorReporting.Fail($"this is a fault of flamescope, please report it: {fault.GetType().Name}: {fault.Message}");
        }
    }

    private static IEnumerable<string> Explain(ParseResult command, Command root)
    {
        if (command.CommandResult.Command != root) return command.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal);
        string known = $"there are {string.Join(", ", root.Subcommands.Select(c => c.Name))}";
        return [command.UnmatchedTokens is [var first, ..] ? $"there is no command '{first}'; {known}" : $"a command is needed; {known}"];
    }
}
