using FlameScope.Model;

namespace FlameScope.Columnar;

/// <summary>The names of kinds of frames in a dataset.</summary>
internal static class FrameKindText
{
    private static readonly string[] Names = Array.ConvertAll(Enum.GetValues<FrameKind>(), kind => kind.ToString().ToLowerInvariant());

    public static string Of(FrameKind kind) => Names[(int)kind];

    /// <summary>Returns the kind of a name. A kind that a later version added is unknown.</summary>
    public static FrameKind Parse(string name) => Array.IndexOf(Names, name) is var index and >= 0 ? (FrameKind)index : FrameKind.Unknown;
}
