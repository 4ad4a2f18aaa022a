using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Builds the stacks that take the place of a profile's own.</summary>
internal sealed class StackRewriter
{
    private readonly ProfileBuilder _builder = new();
    private readonly FrameId[] _copies;

    public StackRewriter(Profile source)
    {
        Source = source;
        Stacks = new StackId[source.Stacks.Count];
        _copies = new FrameId[source.Frames.Count];
        Array.Fill(_copies, new FrameId(-1));
    }

    public Profile Source { get; }

    /// <summary>For each stack of the source the new one; the empty one until it is set.</summary>
    public StackId[] Stacks { get; }

    public StackId Add(StackId parent, FrameId frame) => _builder.AddStack(parent, frame);

    /// <summary>A frame as it is.</summary>
    public FrameId Copy(FrameId frame)
    {
        ref FrameId copy = ref _copies[frame.Value];
        if (copy.Value < 0)
        {
            Frame own = Source.Frames[frame];
            copy = _builder.AddFrame(
                _builder.AddSymbol(Source.Symbols.GetUtf8(own.Symbol)),
                _builder.AddModule(Source.Modules.GetUtf8(own.Module)),
                own.Kind,
                _builder.AddSource(Source.Sources.GetUtf8(own.Source)));
        }
        return copy;
    }

    /// <summary>A frame under another name. Its place in the source is not kept: it may stand for several.</summary>
    public FrameId Rename(FrameId frame, string name, FrameKind kind) =>
        _builder.AddFrame(_builder.AddSymbol(name), _builder.AddModule(Source.Modules.GetUtf8(Source.Frames[frame].Module)), kind);

    /// <summary>A stack of the source, turned round.</summary>
    public StackId AddInverted(StackId stack)
    {
        StackId inverted = StackId.Empty;
        for (; stack != StackId.Empty; stack = Source.Stacks.GetParent(stack)) inverted = Add(inverted, Copy(Source.Stacks.Frames[stack.Value]));
        return inverted;
    }

    public StackRewrite Finish(bool[]? keeps = null) => new(_builder.BuildWithSamplesOf(Source, Stacks), keeps);
}
