namespace FlameScope.FlameGraph;

public sealed partial class StackTree
{
    private StackTreeBuilder? _lender;

    internal void Lend(StackTreeBuilder lender) => _lender = lender;

    /// <summary>Ends the loan.</summary>
    /// <returns>Whether there was one from this lender; of two calls at once only one is told so.</returns>
    internal bool TakeBack(StackTreeBuilder lender) => Interlocked.CompareExchange(ref _lender, null, lender) == lender;
}
