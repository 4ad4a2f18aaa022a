using System.CommandLine;

namespace FlameScope.Cli.Options;

/// <summary><c>--label</c>, the option that selects samples with a label. It may be given several times.</summary>
internal sealed class LabelOption : Option<string[]>
{
    public LabelOption()
        : base("--label")
    {
        HelpName = "K=V";
        Description = "Only samples with this label; may be given several times.";
        Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(t => t.Value))
            {
                if (text.IndexOf('=') <= 0) result.AddError($"--label takes KEY=VALUE, not '{text}'");
            }
        });
    }

    /// <summary>Returns the keys and values. The key ends at the first equals sign.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Of(ParseResult command) => Array.ConvertAll(command.GetValue(this) ?? [], text =>
    {
        int end = text.IndexOf('=');
        return KeyValuePair.Create(text[..end], text[(end + 1)..]);
    });
}
