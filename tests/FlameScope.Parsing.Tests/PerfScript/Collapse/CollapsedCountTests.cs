using System.Text;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The counts of collapsed stacks stop at <see cref="long.MaxValue"/>.</summary>
public class CollapsedCountTests
{
    private const string Largest = "java 1 1.000000: 9223372036854775807 x:\n\t7f {0} (/m)\n\n";

    [Fact]
    public void Periods_of_one_stack_add_up_to_the_maximum()
    {
        string sample = Largest.Replace("{0}", "main", StringComparison.Ordinal);
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes(sample + sample));
        Assert.Equal([new CollapsedLine("java;main", long.MaxValue)], stacks.GetLines());
    }

    // Two stacks of which one has a semicolon in a name are one line of text.
    [Fact]
    public void Periods_of_stacks_of_the_same_text_add_up_to_the_maximum()
    {
        string text = Largest.Replace("{0}", "b", StringComparison.Ordinal).Replace("java", "java;a", StringComparison.Ordinal)
            + Largest.Replace("{0} (/m)", "b (/m)\n\t7f a (/m)", StringComparison.Ordinal);
        CollapsedStacks stacks = StackCollapse.Collapse(Encoding.UTF8.GetBytes(text));
        Assert.Equal([new CollapsedLine("java;a;b", long.MaxValue)], stacks.GetLines());
    }
}
