namespace FlameScope.Cli.Output;

/// <summary>How a piece of text looks where there are colours.</summary>
internal enum TextStyle
{
    Plain,
    Faint,
    Bold,
    Heading,
    Kernel,
    User,
    Jit,
    Inlined,
}
