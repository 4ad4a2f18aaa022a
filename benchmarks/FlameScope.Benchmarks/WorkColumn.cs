using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FlameScope.Benchmarks;

/// <summary>A column with the throughput: the amount of work divided by the mean time.</summary>
internal sealed class WorkColumn(string name, string legend, Func<Work, long> amountOf, Func<double, double, double> valueOf) : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (Work.Of(benchmarkCase.Descriptor.WorkloadMethod.Name) is not { } work || amountOf(work) is not (> 0 and var amount)) return "-";
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "-";
        double value = valueOf(amount, statistics.Mean);
        return value.ToString(value < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
