using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Heatmap;
using FlameScope.Parsing;

namespace FlameScope.PowerShell;

/// <summary>Completes a parameter with a list of names.</summary>
/// <param name="names">The names.</param>
public abstract class NameCompleter(IEnumerable<string> names) : IArgumentCompleter
{
    /// <summary>Returns the names that start with what was typed.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="parameterName">The parameter.</param>
    /// <param name="wordToComplete">What was typed, perhaps with a quotation mark.</param>
    /// <param name="commandAst">The parsed command.</param>
    /// <param name="fakeBoundParameters">The other parameters.</param>
    /// <returns>The completions.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        names.Where(name => name.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Select(Complete);

    // A name that PowerShell would take for several words is quoted.
    private static CompletionResult Complete(string name) =>
        new(name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'",
            name, CompletionResultType.ParameterValue, name);
}

/// <summary>Completes the name of a palette.</summary>
public sealed class PaletteCompleter() : NameCompleter(Palette.Names);

/// <summary>Completes the name of a color scale.</summary>
public sealed class ColorScaleCompleter() : NameCompleter(ColorScale.Names);

/// <summary>Completes the name of a weight. A profile may have further ones.</summary>
public sealed class WeightCompleter() : NameCompleter(["default", "samples", "period"]);

/// <summary>Completes the name of a transform.</summary>
public sealed class TransformCompleter() : NameCompleter([.. StackTransform.Flavors, .. StackTransform.Forms]);

/// <summary>Completes the name of a format that is read.</summary>
public sealed class InputFormatCompleter() : NameCompleter(ProfileFormats.Default.Readers.Select(reader => reader.Name));

/// <summary>Completes the name of a format that is written.</summary>
public sealed class OutputFormatCompleter() : NameCompleter(ProfileWriters.Default.Writers.Select(writer => writer.Name));
