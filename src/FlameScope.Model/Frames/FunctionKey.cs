namespace FlameScope.Model;

/// <summary>A function as the views tell functions apart: the name that it is shown under, and its kind.</summary>
/// <param name="Label">The name.</param>
/// <param name="Kind">The kind that views display.</param>
internal readonly record struct FunctionKey(LabelId Label, FrameKind Kind)
{
    private const int KindBits = 4;

    /// <summary>The number of packed values per label. Every <see cref="Packed"/> is less than this, times the number of labels.</summary>
    public const int KindCount = 1 << KindBits;

    /// <summary>The key as one number, ordered by label and then by kind. Labels are less than 2^27.</summary>
    public int Packed => (Label.Value << KindBits) | (int)Kind;

    /// <summary>Returns the key that a packed number represents.</summary>
    /// <param name="packed">A value of <see cref="Packed"/>.</param>
    /// <returns>The key.</returns>
    public static FunctionKey FromPacked(int packed) => new(new LabelId(packed >> KindBits), (FrameKind)(packed & (KindCount - 1)));
}
