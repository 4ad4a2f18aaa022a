namespace FlameScope.Model;

public sealed partial class Profile
{
    /// <summary>All samples but the idle ones.</summary>
    public SampleSelection Select() => Select(null);

    /// <summary>The samples that a filter takes.</summary>
    /// <param name="filter">The filter; <c>null</c> for <see cref="SampleFilter.Default"/>.</param>
    /// <remarks>
    /// Conditions on stacks and threads are decided once a stack and once a thread. For many ranges under one filter, select once and narrow
    /// the selection by <see cref="SampleSelection.Within"/>, which costs two binary searches.
    /// </remarks>
    /// <exception cref="ArgumentException">A regular expression of the filter is not valid.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">Matching the names took too long.</exception>
    public SampleSelection Select(SampleFilter? filter)
    {
        filter ??= SampleFilter.Default;
        TimeRange range = filter.Range;
        ulong[]? mask = null;
        for (SampleFilter? each = filter; each is not null; each = each.Also)
        {
            mask = SampleMask.Intersect(mask, SampleFilterMask.Create(this, each, _idle));
            range = range.Intersect(each.Range);
        }
        return new SampleSelection(this, TimeRange.All, mask).Within(range);
    }
}
