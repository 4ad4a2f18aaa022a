using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A parser of a profile that is one JSON document. Faults have an offset and a path. A document that is cut is reported once.</summary>
internal abstract class JsonProfileParser(ReadContext context, int maximumDepth = 1000, bool allowTrailingCommas = false)
    : JsonTokenParser(maximumDepth, allowTrailingCommas), IProfileParser
{
    /// <summary>The position of the current token.</summary>
    protected InputPosition Position => InputPosition.AtPath(GetPath(), TokenOffset);

    protected override int MaximumTextLength => context.Options.MaximumLineLength;

    /// <summary>Ends the input.</summary>
    public virtual void Complete()
    {
        if (IsCut) context.Report("the end of the document is missing", Position);
    }

    protected override void Trailing() => context.Report("text after the end of the document", Position);

    protected override ProfileFormatException Malformed(string problem) => context.Malformed(problem, Position);

    protected override ProfileFormatException TooLong(int length)
    {
        context.CheckText(length, Position);
        return context.Malformed("the text is too long", Position);
    }

    protected override ProfileFormatException TooDeep(int maximumDepth) => context.Limit($"the values are nested more than {maximumDepth} levels deep", Position);
}
