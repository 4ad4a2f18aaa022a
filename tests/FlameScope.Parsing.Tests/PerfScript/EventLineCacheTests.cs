using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The parser caches event lines by a hash of their text. Lines that differ in what the hash covers least remain distinct.</summary>
public class EventLineCacheTests
{
    [Fact]
    public void Event_names_that_repeat_one_letter_remain_distinct()
    {
        var text = new StringBuilder();
        for (int length = 1; length < 120; length++)
        {
            string sample = $"app 10 [000] 1.500000: {new string('a', length)}:\n\t     7f1 foo+0x1 (/bin/x)\n\n";
            text.Append(sample).Append(sample);
        }
        Profile profile = PerfScript.Parse(text.ToString());
        IEnumerable<int> expected = Enumerable.Range(1, 119).SelectMany(length => new[] { length, length });
        Assert.Equal(expected, Enumerable.Range(0, profile.Samples.Count).Select(i => profile.Events[profile.Samples[i].Event].Length));
    }

    // The text after the digits is equal. The digits are a period only where a blank follows them.
    [Fact]
    public void Digits_at_the_start_of_an_event_name_are_not_a_period()
    {
        const string Text = "app 10 [000] 1.500000: cycles:u:\n\t 7f1 f (/bin/x)\n\napp 10 [000] 1.600000: 100cycles:u:\n\t 7f1 f (/bin/x)\n\n"
            + "app 10 [000] 1.700000: 200cycles:u:\n\t 7f1 f (/bin/x)\n\napp 10 [000] 1.800000: cycles:u:\n\t 7f1 f (/bin/x)\n\n";
        Profile profile = PerfScript.Parse(Text);
        string[] names = [.. Enumerable.Range(0, profile.Samples.Count).Select(i => profile.Events[profile.Samples[i].Event])];
        Assert.Equal(["cycles:u", "100cycles:u", "200cycles:u", "cycles:u"], names);
        Assert.Equal([1, 1, 1, 1], profile.Samples.Periods.ToArray());
    }
}
