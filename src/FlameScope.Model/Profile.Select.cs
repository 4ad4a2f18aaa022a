namespace FlameScope.Model;

public sealed partial class Profile
{
    /// <summary>Returns the samples that a filter selects.</summary>
    /// <param name="filter">The filter; <c>null</c> for <see cref="SampleFilter.Default"/>, which excludes idle samples.</param>
    /// <returns>The selection.</returns>
    /// <remarks>
    /// Conditions on stacks and threads are evaluated once per stack and once per thread. For many ranges with the same filter, select once and
    /// narrow the selection by <see cref="SampleSelection.Within"/>, which costs two binary searches.
    /// </remarks>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">
    /// Matching the names took longer than <see cref="SampleFilter.MatchTimeout"/>.
    /// </exception>
    public SampleSelection Select(SampleFilter? filter = null)
    {
        filter ??= SampleFilter.Default;
        TimeRange range = filter.Range;
        ulong[]? mask = null;
        bool namesEvent = false;
        for (SampleFilter? each = filter; each is not null; each = each.Also) namesEvent |= !string.IsNullOrEmpty(each.Event);
        for (SampleFilter? each = filter; each is not null; each = each.Also)
        {
            mask = SampleMask.Intersect(mask, SampleFilterMask.Create(this, each, _idle, namesEvent));
            range = range.Intersect(each.Range);
        }
        return new SampleSelection(this, TimeRange.All, mask).Within(range);
    }
}
