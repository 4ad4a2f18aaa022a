namespace FlameScope.Parsing;

/// <summary>The names of the types that have a meaning to the reader.</summary>
internal static class JfrTypeNames
{
    public const string Text = "java.lang.String";
    public const string Class = "java.lang.Class";
    public const string Thread = "java.lang.Thread";
    public const string StackTrace = "jdk.types.StackTrace";
    public const string StackFrame = "jdk.types.StackFrame";
    public const string Method = "jdk.types.Method";
    public const string Symbol = "jdk.types.Symbol";
    public const string FrameType = "jdk.types.FrameType";
    public const string ThreadState = "jdk.types.ThreadState";

    /// <summary>Indicates whether constants of the type are looked up.</summary>
    public static bool HasNeededConstants(string name) =>
        name is Text or Class or Thread or StackTrace or Method or Symbol or FrameType or ThreadState;
}
