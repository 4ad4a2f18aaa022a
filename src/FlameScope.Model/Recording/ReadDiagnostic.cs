namespace FlameScope.Model;

/// <summary>Something in the input that could not be read, or not as it stands.</summary>
/// <param name="Reason">A short lower-case phrase, the same for every occurrence, such as <c>frame without an event</c>.</param>
/// <param name="Count">How often it occurred.</param>
/// <param name="Lines">The line numbers of the first occurrences, from 1, rising; empty for an input that has no lines.</param>
/// <param name="Text">The beginning of the first occurrence's text; control characters are replaced.</param>
public sealed record ReadDiagnostic(string Reason, long Count, IReadOnlyList<long> Lines, string Text);
