using System.Management.Automation;
using FlameScope.Analysis;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.PowerShell;

/// <summary>Compares the functions of a range with those of the rest of the profile, of another range, or of another profile.</summary>
/// <remarks>
/// Returns first the functions that explain the difference, then the others by their p-values. Shares are relative to the total of each side, so that
/// ranges of different lengths can be compared. With -Path, writes the differential flame graph and returns the file.
/// </remarks>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Compare-FlameScopeRange 28.3 28.58 | Select-Object -First 10</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile perf.data | Compare-FlameScopeRange 28.3 28.58 -Path difference.svg</code>
/// </example>
/// <example>
/// <code>Import-FlameScopeProfile after.perf | Compare-FlameScopeRange -BaselineProfile (Import-FlameScopeProfile before.perf)</code>
/// </example>
[Cmdlet(VerbsData.Compare, "FlameScopeRange", DefaultParameterSetName = SameSet, SupportsShouldProcess = true)]
[OutputType(typeof(FunctionDifference))]
[OutputType(typeof(FileInfo))]
public sealed class CompareRangeCommand : ViewCommand
{
    private const string SameSet = "Profile";
    private const string OtherSet = "OtherProfile";

    private readonly TargetFiles _targets = new();

    /// <summary>The start of the range in seconds after the start of the profile.</summary>
    [Parameter(Position = 0)]
    public double? From { get; set; }

    /// <summary>The end of the range in seconds, exclusive.</summary>
    [Parameter(Position = 1)]
    public double? To { get; set; }

    /// <summary>The file of the differential flame graph to write: .svg, .json, .folded or .txt. In an existing folder, the file has the name of the profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    /// <summary>Rest, the default, for all samples outside the range, or Whole for all samples.</summary>
    [Parameter(ParameterSetName = SameSet)]
    [ValidateSet("Rest", "Whole")]
    public string Baseline { get; set; } = "Rest";

    /// <summary>The start of another range to compare with, in seconds.</summary>
    [Parameter]
    public double? BaselineFrom { get; set; }

    /// <summary>The end of the other range in seconds, exclusive.</summary>
    [Parameter]
    public double? BaselineTo { get; set; }

    /// <summary>Another profile to compare with, as returned by Import-FlameScopeProfile.</summary>
    [Parameter(ParameterSetName = OtherSet, Mandatory = true)]
    public ProfileView? BaselineProfile { get; set; }

    /// <summary>Returns only the functions that explain the difference.</summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    private protected override void Process(ProfileView view)
    {
        ProfileView narrow = From is null && To is null ? view : view.Between(From, To);
        bool hasBaselineRange = BaselineFrom is not null || BaselineTo is not null;
        if (hasBaselineRange && MyInvocation.BoundParameters.ContainsKey(nameof(Baseline)))
        {
            throw new PSArgumentException("-Baseline and a range of the baseline exclude each other.");
        }
        if (BaselineProfile is not null)
        {
            ProfileView other = hasBaselineRange ? BaselineProfile.Between(BaselineFrom, BaselineTo) : BaselineProfile;
            Show(narrow, () => narrow.GetChanges(other), file => narrow.SaveDifferential(file, other, cancellationToken: StopToken));
            return;
        }
        if (narrow.Range == TimeRange.All && !hasBaselineRange)
        {
            throw new PSArgumentException("There is nothing to compare with: name a range by -From and -To, or another profile by -BaselineProfile.");
        }
        FlameGraph.Baseline baseline = hasBaselineRange ? FlameGraph.Baseline.Range(view.Profile.RangeOfSeconds(BaselineFrom, BaselineTo))
            : Baseline.Equals("Whole", StringComparison.OrdinalIgnoreCase) ? FlameGraph.Baseline.Whole
            : FlameGraph.Baseline.Rest;
        Show(narrow, () => narrow.GetChanges(baseline), file => narrow.SaveDifferential(file, baseline, cancellationToken: StopToken));
    }

    private void Show(ProfileView view, Func<FunctionChanges> compare, Action<string> save)
    {
        if (view.SampleCount == 0) WriteWarning(SafeText.Clean($"{view.Source ?? "profile"}: no sample is in the range"));
        if (!string.IsNullOrEmpty(Path))
        {
            this.Save(_targets, Path, view.Source, ".difference.svg", "Write the differential flame graph", save);
            return;
        }
        FunctionChanges changes = compare();
        foreach (FunctionChange change in Explain ? changes.Explanations : changes.Rows) WriteObject(RowOf(change));
    }

    private static FunctionDifference RowOf(FunctionChange change) => new()
    {
        Difference = SafeText.Percent(change.Total.Delta),
        TotalPercent = SafeText.Percent(change.Total.TargetShare),
        BaselineTotalPercent = SafeText.Percent(change.Total.BaselineShare),
        SelfDifference = SafeText.Percent(change.Self.Delta),
        Total = change.Total.Target,
        BaselineTotal = change.Total.Baseline,
        Self = change.Self.Target,
        BaselineSelf = change.Self.Baseline,
        PValue = change.AdjustedPValue,
        IsSignificant = change.IsSignificant,
        IsExplanation = change.ExplanationPValue is not null,
        Path = [.. change.Path.Select(SafeText.Clean)],
        Kind = change.Kind.ToString(),
        Name = SafeText.Clean(change.Name),
    };
}
