using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The protocol moved fields between its versions. Each older layout is built here and must be refused by a sentence.</summary>
public class OtlpLayoutTests
{
    private static Proto Request(Proto profile, Proto? dictionary = null)
    {
        Proto request = new Proto().Message(1, new Proto().Message(2, new Proto().Message(2, profile)));
        return dictionary is null ? request : request.Message(2, dictionary);
    }

    private static void IsRefused(Proto request)
    {
        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(request.ToArray()));
        Assert.Equal(ProfileReadError.UnsupportedVersion, fault.Error);
        Assert.Contains("older layout", fault.Message, StringComparison.Ordinal);
        Assert.Equal("otlp", fault.Format);
    }

    [Fact]
    public void The_container_with_a_profile_in_it_is_refused() => IsRefused(Request(
        new Proto().Bytes(1, new byte[16]).Fixed64(2, 1_700_000_000_000_000_000).Fixed64(3, 1_700_000_000_000_000_000)
            .Message(7, new Proto().Message(1, new Proto().Varint(1, 1).Varint(2, 2)))));

    [Fact]
    public void The_profile_with_its_own_tables_is_refused() => IsRefused(Request(
        new Proto().Message(1, new Proto().Varint(1, 1).Varint(2, 2)).Message(2, new Proto().Varint(1, 0).Varint(2, 1).Packed(3, 5))
            .Message(3, new Proto().Varint(1, 1)).Message(4, new Proto().Varint(1, 1)).Packed(5, 0).Text(10, "").Text(10, "cpu")));

    [Fact]
    public void The_dictionary_without_stacks_is_refused() => IsRefused(Request(
        new Proto().Message(1, new Proto().Varint(1, 1).Varint(2, 2)).Message(2, new Proto().Varint(1, 0).Varint(2, 1).Packed(3, 5)).Packed(3, 0)
            .Fixed64(4, 5),
        new Proto().Message(1, new Proto()).Message(2, new Proto().Varint(1, 0)).Text(5, "").Text(5, "cpu")
            .Message(6, new Proto().Text(1, "thread.name").Message(2, new Proto().Text(1, "main"))).Message(7, new Proto().Varint(1, 1).Varint(2, 2))));

    [Fact]
    public void Values_in_field_2_of_a_sample_are_refused()
    {
        Proto dictionary = new Proto().Message(1, new Proto()).Message(2, new Proto()).Message(2, new Proto().Varint(1, 0)).Text(5, "").Text(5, "cpu")
            .Message(6, new Proto()).Message(7, new Proto()).Message(7, new Proto().Packed(1, 1));
        Proto type = new Proto().Varint(1, 1).Varint(2, 1);

        IsRefused(Request(new Proto().Message(1, type).Message(2, new Proto().Varint(1, 1).Packed(2, 500)).Fixed64(3, 5), dictionary));
        IsRefused(Request(new Proto().Message(1, type).Message(2, new Proto().Varint(1, 1).Packed(2, 1).Packed(3, 0)).Fixed64(3, 5), dictionary));
        IsRefused(Request(new Proto().Message(1, type).Message(2, new Proto().Varint(1, 1).Packed(2, 900).PackedFixed64(5, 7)).Fixed64(3, 5), dictionary));
    }

    [Fact]
    public void Traces_are_not_profiles()
    {
        Proto span = new Proto().Bytes(1, [.. Enumerable.Range(100, 16).Select(i => (byte)i)]).Bytes(2, [1, 2, 3, 4, 5, 6, 7, 8]).Text(5, "GET /")
            .Varint(6, 2).Fixed64(7, 1_700_000_000_000_000_000).Fixed64(8, 1_700_000_000_000_000_001);

        Assert.Equal(FormatMatch.No, new OtlpReader().Match(new FormatProbe(Request(span).ToArray(), isWhole: true)));
    }

    [Fact]
    public void Older_JSON_is_refused()
    {
        const string Json = """
            {"resourceProfiles":[{"scopeProfiles":[{"profiles":[{"sampleType":[{"typeStrindex":1}],"sample":[{"locationsStartIndex":0,"value":["1"]}],
            "locationTable":[{}],"stringTable":["","cpu"]}]}]}]}
            """;

        var fault = Assert.Throws<ProfileFormatException>(() => ProfileFormats.Default.Parse(System.Text.Encoding.UTF8.GetBytes(Json)));

        Assert.Contains("older layout", fault.Message, StringComparison.Ordinal);
    }
}
