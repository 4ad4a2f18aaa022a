namespace FlameScope.Parsing.Tests;

/// <summary>A field of a type that a test writes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The name of the type of its values.</param>
/// <param name="IsConstant">Indicates whether a value is the id of a constant.</param>
/// <param name="IsArray">Indicates whether the field holds a number of values.</param>
/// <param name="Unit">The unit of a duration.</param>
internal sealed record JfrFieldSpec(string Name, string Type, bool IsConstant = false, bool IsArray = false, string? Unit = null)
{
    /// <summary>Returns a field from a text: <c>long startTime</c>, <c>Thread* eventThread</c> for a constant, <c>long duration @TICKS</c>.</summary>
    public static JfrFieldSpec Parse(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string type = parts[0].TrimEnd('*', '[', ']');
        return new JfrFieldSpec(parts[1], FullName(type), parts[0].Contains('*'), parts[0].EndsWith("[]", StringComparison.Ordinal),
            parts.Length > 2 ? parts[2].TrimStart('@') : null);
    }

    private static string FullName(string type) => type switch
    {
        "String" or "Class" or "Thread" => "java.lang." + type,
        "StackTrace" or "StackFrame" or "Method" or "Symbol" or "FrameType" or "ThreadState" or "ClassLoader" => "jdk.types." + type,
        _ => type,
    };
}
