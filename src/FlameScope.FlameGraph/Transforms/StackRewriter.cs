using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>Builds the stacks that replace the stacks of a profile.</summary>
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

    /// <summary>The original profile.</summary>
    public Profile Source { get; }

    /// <summary>For each stack of the source, its replacement. Initially the empty stack.</summary>
    public StackId[] Stacks { get; }

    public StackId Add(StackId parent, FrameId frame) => _builder.AddStack(parent, frame);

    /// <summary>Returns a copy of a frame of the source.</summary>
    public FrameId Copy(FrameId frame)
    {
        ref FrameId copy = ref _copies[frame.Value];
        if (copy.Value < 0)
        {
            Frame own = Source.Frames[frame];
            copy = _builder.AddFrame(own with
            {
                Symbol = _builder.AddSymbol(Source.Symbols.GetUtf8(own.Symbol)),
                Module = _builder.AddModule(Source.Modules.GetUtf8(own.Module)),
                Source = _builder.AddSource(Source.Sources.GetUtf8(own.Source)),
            });
        }
        return copy;
    }

    /// <summary>Returns a frame with another name. The source location is dropped, because a renamed frame may represent several.</summary>
    public FrameId Rename(FrameId frame, string name, FrameKind kind)
    {
        Frame own = Source.Frames[frame];
        return _builder.AddFrame(new Frame
        {
            Symbol = _builder.AddSymbol(name),
            Module = _builder.AddModule(Source.Modules.GetUtf8(own.Module)),
            Kind = own.Kind,
            IsInlined = kind == FrameKind.Inlined,
        });
    }

    /// <summary>Returns the reverse of a stack of the source.</summary>
    public StackId AddInverted(StackId stack)
    {
        StackId inverted = StackId.Empty;
        for (; stack != StackId.Empty; stack = Source.Stacks.GetParent(stack)) inverted = Add(inverted, Copy(Source.Stacks.Frames[stack.Value]));
        return inverted;
    }

    public StackRewrite Finish(bool[]? keeps = null) => new(_builder.BuildWithSamplesOf(Source, Stacks), keeps);
}
