namespace FlameScope.Parsing;

/// <summary>One line of collapsed text.</summary>
/// <param name="Stack">The comm and the functions, root first, with semicolons between them.</param>
/// <param name="Count">What the samples of the stack count together: their periods, or one each where the text has none.</param>
public readonly record struct CollapsedLine(string Stack, long Count);
