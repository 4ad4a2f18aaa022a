namespace FlameScope.Parsing;

/// <summary>The reasons of the diagnostics that inputs of all formats have.</summary>
internal static class InputProblem
{
    public const string DamagedCompression = "compressed data damaged or cut: read as far as it goes";
}
