using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class OtlpJsonTests
{
    private const string Example = OtlpJsonExample.Text;

    private static Profile Read(string json) => ProfileFormats.Default.Parse(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void JSON_gives_the_same_profile_as_protobuf()
    {
        Profile profile = Read(Example);

        Assert.Equal("otlp", profile.Format);
        Assert.Equal(ProfileText.Of(ProfileFormats.Default.Parse(OtlpFile.Example().ToArray())), ProfileText.Of(profile));
    }

    [Fact]
    public void The_names_of_the_definition_are_read_too()
    {
        var text = new StringBuilder();
        foreach (char c in Example)
        {
            if (char.IsAsciiLetterUpper(c) && text[^1] is >= 'a' and <= 'z' && c != 'F') text.Append('_').Append(char.ToLowerInvariant(c));
            else text.Append(c);
        }

        Assert.Equal(ProfileText.Of(Read(Example)), ProfileText.Of(Read(text.ToString())));
    }

    [Fact]
    public void Requests_may_follow_each_other_one_per_line()
    {
        string line = Example.Replace('\n', ' ').Replace('\r', ' ');

        Profile profile = Read($"{line}\n{line}\n");

        Assert.Equal(10, profile.Samples.Count);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_mark_of_the_byte_order_and_unknown_fields_are_skipped()
    {
        Profile profile = Read("\uFEFF {\"later\":[{\"a\":[1]}]," + Example[1..]);

        Assert.Equal(5, profile.Samples.Count);
    }

    [Fact]
    public void Text_that_ends_before_the_dictionary_is_refused_with_the_reason()
    {
        var fault = Assert.Throws<ProfileFormatException>(() => Read(Example[..500]));

        Assert.Equal(ProfileReadError.Truncated, fault.Error);
    }

    [Fact]
    public void Values_of_another_type_are_counted()
    {
        Profile profile = Read(Example.Replace("\"stackIndex\":1,", "\"stackIndex\":{\"a\":1},", StringComparison.Ordinal));

        Assert.Equal(5, profile.Samples.Count);
        Assert.Equal(2, Assert.Single(profile.Diagnostics, d => d.Reason == "a JSON value of another type than the field has").Count);
    }

    [Fact]
    public void Ids_may_be_base64_too()
    {
        string json = Example.Replace("0102030405060708090a0b0c0d0e0f10", Convert.ToBase64String(Convert.FromHexString("0102030405060708090a0b0c0d0e0f10")), StringComparison.Ordinal)
            .Replace("01020304050607FF", Convert.ToBase64String(Convert.FromHexString("01020304050607FF")), StringComparison.Ordinal);

        Assert.Equal(ProfileText.Of(Read(Example)), ProfileText.Of(Read(json)));
    }

    [Fact]
    public void Escaped_names_are_decoded()
    {
        Profile profile = Read(Example.Replace("\"main\"", "\"m\\u0061in \\\"\\ud83d\\ude00\\\"\"", StringComparison.Ordinal));

        Assert.Contains("main \"😀\"", ProfileText.Of(profile), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_an_escaped_pair_is_counted()
    {
        Profile profile = Read(Example.Replace("\"main\"", "\"\\ud83d\"", StringComparison.Ordinal));

        Assert.Single(profile.Diagnostics, d => d.Reason == "a JSON text that is not valid");
    }

    [Fact]
    public void Deep_JSON_is_no_stack_overflow()
    {
        string deep = "{\"resourceProfiles\":[{\"resource\":{\"attributes\":[{\"key\":\"x\",\"value\":"
            + string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", 100_000));

        Assert.Throws<ProfileFormatException>(() => Read(deep));
    }

    [Fact]
    public void A_file_cut_at_any_byte_gives_a_prefix_or_the_exception() => FormatLaws.CutsGivePrefixes(Encoding.UTF8.GetBytes(Example), "otlp");

    [Fact]
    public void A_changed_file_gives_a_profile_or_the_exception() =>
        FormatLaws.MutationsGiveProfilesOrTheException(Encoding.UTF8.GetBytes(Example), "otlp", 5000);
}
