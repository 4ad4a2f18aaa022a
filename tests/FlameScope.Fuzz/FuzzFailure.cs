namespace FlameScope.Fuzz;

/// <summary>The exception that is thrown when a case violates a rule.</summary>
internal sealed class FuzzFailure(string rule) : Exception(rule);
