namespace FlameScope.Model;

/// <summary>
/// Chooses sizes of buffers and tables. Tests run the same code with small sizes, so that a small text reaches the boundaries that only a large
/// text reaches with the sizes of production.
/// </summary>
/// <remarks>
/// The choice is a switch of the runtime configuration, which the test projects set. It cannot change while a process runs, and a size is a
/// <c>static readonly</c> field, which the compiler of hot code treats as a constant.
/// </remarks>
internal static class BufferSize
{
    private static readonly bool IsSmall = AppContext.TryGetSwitch("FlameScope.Testing.SmallSizes", out bool isSmall) && isSmall;

    /// <summary>Returns a size of production, or the small one for tests.</summary>
    public static int Choose(int size, int small) => IsSmall ? small : size;
}
