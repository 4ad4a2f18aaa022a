using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Without a time, the width of its column decides whether a number before the event is a thread id or a period.</summary>
public class PeriodColumnTests
{
    // perf prints an id in seven columns (five in old versions) and a period in ten.
    [Theory]
    [InlineData("app 12 1234567 cycles: ", "app 12", 1234567, 1)]
    [InlineData("app 12 12345 cycles: ", "app 12", 12345, 1)]
    [InlineData("app 12      12345 cycles: ", "app", 12, 12345)]
    [InlineData("app 12 1234567890 cycles: ", "app", 12, 1234567890)]
    [InlineData("app 12  123456 cycles: ", "app 12", 123456, 1)]
    [InlineData("app 12     123 cycles: ", "app 12", 123, 1)]
    [InlineData("app 12   1234 cycles: ", "app", 12, 1234)]
    public void A_number_in_the_column_of_ids_is_an_id(string line, string comm, int tid, long period)
    {
        ExpectedSample sample = PerfTexts.Only(line + "\n\t           9618c free_it\n\n");
        Assert.Equal((comm, tid, period, "cycles"), (sample.Comm, sample.Tid ?? 0, sample.Period, sample.Event));
    }
}
