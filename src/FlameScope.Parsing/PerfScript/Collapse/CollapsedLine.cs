namespace FlameScope.Parsing;

/// <summary>A line of collapsed text: a stack and its count.</summary>
public readonly record struct CollapsedLine
{
    internal CollapsedLine(string stack, long count)
    {
        Stack = stack;
        Count = count;
    }

    /// <summary>The name of the thread and the functions, root first, separated by semicolons.</summary>
    public string Stack { get; }

    /// <summary>The sum of the periods of the samples of the stack; a sample without a period counts as 1.</summary>
    public long Count { get; }
}
