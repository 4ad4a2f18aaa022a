namespace FlameScope.Fuzz;

/// <summary>A case that broke a rule.</summary>
internal sealed class FuzzFailure(string rule) : Exception(rule);
