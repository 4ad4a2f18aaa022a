namespace FlameScope.Columnar;

/// <summary>The contexts and the stacks that samples must have.</summary>
/// <param name="Contexts">The ids of the contexts; <c>null</c> for all.</param>
/// <param name="Stacks">The ids of the stacks; <c>null</c> for all.</param>
internal sealed record RowFilter(HashSet<long>? Contexts, HashSet<long>? Stacks)
{
    public bool Allows(long context, long stack) => Contexts?.Contains(context) != false && Stacks?.Contains(stack) != false;
}
