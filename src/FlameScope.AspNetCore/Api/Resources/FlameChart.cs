using FlameScope.Export;
using FlameScope.FlameGraph;
using FlameScope.Model;

namespace FlameScope.AspNetCore;

/// <summary>Draws the stacks of a thread over time.</summary>
internal sealed class FlameChartAnswer(QueryParameters query) : ProfileAnswer
{
    private readonly ProfileQuery _query = ProfileQuery.Read(query);
    private readonly long _thread = query.Integer("thread", long.MinValue, long.MaxValue) ?? throw QueryParameters.Invalid("thread", "is required");
    private readonly string? _title = query.Text("title");

    public override ProfileQuery? Query => _query;

    public override bool NeedsSamples => true;

    public override Reply Compute(LoadedProfile profile, LoadedProfile baseline, CancellationToken cancellationToken)
    {
        try
        {
            FlameChart chart = FlameChart.From(_query.Select(profile), _thread, cancellationToken);
            return new Reply(Reply.Svg, stream => FlameChartSvg.Write(chart, stream, new FlameGraphSvgOptions { Title = _title })) { FileName = $"{Path.GetFileName(profile.File.Name)}.chart.svg" };
        }
        catch (ArgumentException)
        {
            throw QueryParameters.Invalid("thread", "is not the id of a thread of the profile");
        }
    }
}
