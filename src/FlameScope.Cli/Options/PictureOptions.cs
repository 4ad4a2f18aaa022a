using System.CommandLine;
using FlameScope.Export;

namespace FlameScope.Cli.Options;

/// <summary>The options of pictures of stacks: title, direction and colors.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string?> _title = PatternOption.Text("--title", "T", "The title of the picture.");
    private readonly Option<bool> _icicle = new("--icicle") { Description = "Put the root at the top." };
    private const int MinimumPixels = 300;

    private readonly Option<int?> _width;
    private readonly Option<double?> _minimumWidth = NumberOption.Real("--min-width", "PIXELS", "The width below which frames are omitted; the default is 0.1.", minimum: 0, maximum: 100);
    private readonly Option<string>? _palette;

    /// <summary>Creates the options.</summary>
    /// <param name="hasPalette">Indicates whether <c>--palette</c> is one of them.</param>
    /// <param name="hasText">Indicates whether the command also writes text, whose width is in characters.</param>
    public PictureOptions(bool hasPalette = true, bool hasText = false)
    {
        _width = NumberOption.Whole(
            "--width", "N", hasText ? "The width in pixels, or of text in characters; the default is 1200 pixels." : "The width in pixels; the default is 1200.",
            minimum: hasText ? TextWidthOption.Minimum : MinimumPixels, maximum: TextWidthOption.Maximum);
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
        if (command.GetValue(_width) < MinimumPixels) throw new UsageException($"--width of a picture takes a whole number of at least {MinimumPixels} pixels");
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
