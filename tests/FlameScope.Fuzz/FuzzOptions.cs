using System.Globalization;

namespace FlameScope.Fuzz;

/// <summary>The options of the command line.</summary>
internal sealed record FuzzOptions
{
    public const string Usage =
        "usage: FlameScope.Fuzz [--seed N] [--cases N | --minutes N] [--first N] [--threads N] [--target text|symbols] [--input FILE]... [--formats FOLDER]\n"
        + "One case again, on one thread: --seed N --first CASE --cases 1";

    public const string Text = "text";
    public const string Symbols = "symbols";

    public int Seed { get; init; } = 1;

    public long Cases { get; init; } = 20_000;

    public double? Minutes { get; init; }

    public long First { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The input that is mutated: <see cref="Text"/> or <see cref="Symbols"/>.</summary>
    public string Target { get; init; } = Text;

    /// <summary>More files to mutate.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>A folder with profiles of any format, which are changed instead of the text of perf; <c>null</c> for that text.</summary>
    public string? Formats { get; init; }

    public static FuzzOptions Parse(string[] arguments)
    {
        var options = new FuzzOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) throw new FormatException(Usage);
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--cases" => options with { Cases = long.Parse(value, CultureInfo.InvariantCulture) },
                "--minutes" => options with { Minutes = double.Parse(value, CultureInfo.InvariantCulture), Cases = long.MaxValue },
                "--first" => options with { First = long.Parse(value, CultureInfo.InvariantCulture) },
                "--threads" => options with { Threads = int.Parse(value, CultureInfo.InvariantCulture) },
                "--target" when value is Text or Symbols => options with { Target = value },
                "--formats" => options with { Formats = value },
                "--input" => options with { Inputs = [.. options.Inputs, value] },
                _ => throw new FormatException(Usage),
            };
        }
        return options;
    }
}
