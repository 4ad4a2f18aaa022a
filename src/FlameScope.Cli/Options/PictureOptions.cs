using System.CommandLine;
using FlameScope.Export;

namespace FlameScope.Cli.Options;

/// <summary>The options of pictures of stacks: title, direction and colors.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string?> _title = PatternOption.Text("--title", "T", "The title of the picture.");
    private readonly Option<bool> _icicle = new("--icicle") { Description = "Put the root at the top." };
    private readonly Option<int?> _width = NumberOption.Whole("--width", "N", "The width in pixels; the default is 1200.", minimum: 300, maximum: 20_000);
    private readonly Option<double?> _minimumWidth = NumberOption.Real("--min-width", "PIXELS", "The width below which frames are omitted; the default is 0.1.", minimum: 0, maximum: 100);
    private readonly Option<string>? _palette;

    /// <summary>Creates the options.</summary>
    /// <param name="hasPalette">Indicates whether <c>--palette</c> is one of them.</param>
    public PictureOptions(bool hasPalette = true)
    {
        if (hasPalette) _palette = ChoiceOption.Create("--palette", "The colors of the picture.", [.. Palette.Names]);
    }

    public void AddTo(Command command)
    {
        command.Add(_icicle);
        if (_palette is not null) command.Add(_palette);
        command.Add(_width);
        command.Add(_minimumWidth);
        command.Add(_title);
    }

    /// <summary>Returns the options of the SVG writer.</summary>
    public FlameGraphSvgOptions Of(ParseResult command, string subtitle)
    {
        var options = new FlameGraphSvgOptions
        {
            Title = command.GetValue(_title),
            Subtitle = subtitle,
            Icicle = command.GetValue(_icicle),
        };
        options = options with { Width = command.GetValue(_width) ?? options.Width, MinimumWidth = command.GetValue(_minimumWidth) ?? options.MinimumWidth };
        return _palette is null ? options : options with { Palette = Palette.Parse(command.GetValue(_palette)!) };
    }
}
