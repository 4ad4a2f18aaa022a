namespace FlameScope.Cli.Output;

/// <summary>The style of a text where colors are available.</summary>
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
