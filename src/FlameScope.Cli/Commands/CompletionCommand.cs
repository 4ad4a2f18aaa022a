using System.CommandLine;
using FlameScope.Cli.Options;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope completion</c>: scripts by which shells complete the names of commands, options and values.</summary>
internal sealed class CompletionCommand : Command
{
    private static readonly (string Shell, string Script)[] Scripts =
    [
        (
            "bash",
            """
            _flamescope() {
                local IFS=$'\n'
                COMPREPLY=( $(flamescope "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null) )
            }
            complete -o default -F _flamescope flamescope

            """),
        (
            "zsh",
            """
            #compdef flamescope
            _flamescope() {
                local -a words_found
                local line="${(j: :)words[1,CURRENT]}"
                words_found=("${(@f)$(flamescope "[suggest:${#line}]" "$line" 2>/dev/null)}")
                words_found=(${words_found:#})
                if (( $#words_found )); then compadd -- $words_found; else _files; fi
            }
            compdef _flamescope flamescope

            """),
        (
            "fish",
            """
            complete -c flamescope -a '(flamescope "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'

            """),
        (
            "pwsh",
            """
            Register-ArgumentCompleter -Native -CommandName flamescope -ScriptBlock {
                param($word, $line, $position)
                $at = $position - $line.Extent.StartOffset
                flamescope "[suggest:$at]" $line.ToString().PadRight($at) 2>$null | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """),
    ];

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public CompletionCommand(string name)
        : base(name, "Print a script that lets a shell complete commands, options and their values: source <(flamescope completion bash).")
    {
        string[] shells = [.. Scripts.Select(s => s.Shell)];
        _shell.CompletionSources.Add(shells);
        _shell.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(t => t.Value))
            {
                if (!shells.Contains(word, StringComparer.Ordinal)) result.AddError($"completion takes {string.Join(", ", shells)}, not '{word}'");
            }
        });
        Add(_shell);
        SetAction(command => Console.Out.Write(Array.Find(Scripts, s => s.Shell == command.GetValue(_shell)).Script.ReplaceLineEndings("\n")));
    }
}
