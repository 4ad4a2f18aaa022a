using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The tokens that the pushed JSON parser delivers equal those of a parsed document.</summary>
public class JsonTokenParserTests
{
    private const string Document = """
        {"a":1, "numbers0":[1,-2, 30 ,null,"x",[1,{"y":[2]}],4.5,5.5,1e3,99999999999999999999,-0],"b":[{"c":"dA\"\\\/\b\f\n\r\té\ud83d\ude00"}],
         "skipped":{"a":[1,{"b":"}]"}]},"numbers3":[1.0005,0.0015,-12345,123456789012345678], "skip":1 ,"numbers9":[],"e":[true,false,null,[[]],{}], "λ\u0041":"",
         "nested1":[[1,2.5],[],[ -3 , null ,"x",[4,[5]],{"a":[6]},7.25],[8]],"nested0":[], "nested0" : [[1],null,2,"x",[3,1e2] ],
         "records":[{"a":1},{"a":2} ,{"a": 3},{"b":{"records":[{"a":4}],"numbers0":[5,6]}},7,"x",null,[{"a":8},[9]],{},{"skip":[{"a":1}]}, {"a":0}],"records":[],
         "records" : [[]] ,"f":[{"records":[{"a":1},{"a":2}]},{"a":3}]}
        """;

    [Fact]
    public void Any_block_length_gives_the_tokens_of_the_document()
    {
        byte[] text = Encoding.UTF8.GetBytes(Document);
        List<string> expected = JsonEvents.Of(text);
        for (int block = 1; block <= text.Length; block++)
        {
            JsonEvents events = JsonEvents.Read(text, block);
            Assert.Equal(expected, events.Lines);
            Assert.False(events.WasCut);
        }
    }

    [Fact]
    public void A_document_that_is_cut_at_any_byte_gives_the_first_tokens()
    {
        byte[] text = Encoding.UTF8.GetBytes(Document);
        List<string> expected = JsonEvents.Of(text);
        for (int length = 0; length < text.Length; length++)
        {
            JsonEvents events = JsonEvents.Read(text.AsSpan(0, length), block: 7);
            Assert.True(events.WasCut);
            Assert.Equal(expected.Take(events.Lines.Count), events.Lines);
        }
    }

    [Fact]
    public void Generated_documents_give_their_tokens()
    {
        Prop.ForAll(Arb.From(from text in Documents() from block in Gen.Choose(1, 100) select (text, block)), c =>
        {
            byte[] text = Encoding.UTF8.GetBytes(c.text);
            Assert.Equal(JsonEvents.Of(text), JsonEvents.Read(text, c.block).Lines);
            Assert.Equal(JsonEvents.Of(text), JsonEvents.Read(text).Lines);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_changed_byte_gives_the_tokens_of_the_changed_document_or_an_exception()
    {
        byte[] text = Encoding.UTF8.GetBytes(Document);
        byte[] replacements = "\0 \"\\[]{},:019-.enx\u00e9"u8.ToArray();
        for (int i = 0; i < text.Length; i++)
        {
            foreach (byte replacement in replacements)
            {
                byte[] changed = [.. text];
                changed[i] = replacement;
                List<string>? expected = null;
                try
                {
                    expected = JsonEvents.Of(changed);
                }
                catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
                {
                }
                JsonEvents? events = null;
                try
                {
                    events = JsonEvents.Read(changed, block: 5);
                }
                catch (ProfileFormatException)
                {
                }
                if (expected is not null) Assert.Equal(expected, events?.Lines);
            }
        }
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. "[1]"u8];
        for (int block = 1; block <= 6; block++) Assert.Equal(["[", "n1", "]"], JsonEvents.Read(text, block).Lines);
    }

    [Fact]
    public void Offsets_count_from_the_start_of_the_input()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. "{\"a\": 1,\"bc\" :\"x\"}"u8];
        for (int block = 1; block <= 6; block++) Assert.Equal([3, 4, 9, 11, 17, 20], JsonEvents.Read(text, block).Offsets);
    }

    [Fact]
    public void Paths_name_the_value()
    {
        var events = new JsonEvents { PrintsPaths = true };
        events.Push("""{"a":[{"b":1},{"c":[5,6]}],"skip":[1],"numbers0":[7],"d":2}"""u8, block: 3);
        Assert.Contains("n1 $.a[0].b", events.Lines);
        Assert.Contains("n6 $.a[1].c[1]", events.Lines);
        Assert.Contains("7 $.numbers0[0]", events.Lines);
        Assert.Contains("n2 $.d", events.Lines);
        Assert.Contains("} $", events.Lines);
    }

    [Fact]
    public void A_fault_has_its_offset_and_path()
    {
        foreach (int block in new[] { 1, 4, 100 })
        {
            var e = Assert.Throws<ProfileFormatException>(() => JsonEvents.Read("""{"a":[1,{"b":[2,x]}]}"""u8, block));
            Assert.Contains("at 16 $.a[1].b[0]", e.Message, StringComparison.Ordinal);
            e = Assert.Throws<ProfileFormatException>(() => JsonEvents.Read("""{"numbers0":[1 2]}"""u8, block));
            Assert.Contains("at 15 $.numbers0", e.Message, StringComparison.Ordinal);
            e = Assert.Throws<ProfileFormatException>(() => JsonEvents.Read("""{"records":[{"a":1},{"b":x}]}"""u8, block));
            Assert.Contains("at 25 $.records[1].b", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"numbers0":[1,]}""")]
    [InlineData("""{"numbers0":[,1]}""")]
    [InlineData("""{"numbers0":[1,,2]}""")]
    [InlineData("""{"numbers0":[null,]}""")]
    [InlineData("""{"numbers0":[01]}""")]
    [InlineData("""{"numbers0":[-]}""")]
    [InlineData("""{"numbers0":[1.]}""")]
    [InlineData("""{"numbers0":[+1]}""")]
    [InlineData("""{"numbers0":[1e]}""")]
    [InlineData("""{"numbers0":[1}]""")]
    [InlineData("""{"numbers0":["a" 1]}""")]
    [InlineData("""{"numbers0":["a",]}""")]
    [InlineData("""{"numbers0":[nul]}""")]
    [InlineData("""{"nested0":[[1],]}""")]
    [InlineData("""{"nested0":[[1,]]}""")]
    [InlineData("""{"nested0":[[1][2]]}""")]
    [InlineData("""{"nested0":[[1,"a" 2]]}""")]
    [InlineData("""{"nested0":[[1]}""")]
    [InlineData("""{"nested0":[[1}]""")]
    [InlineData("""{"nested0":[[1.]]}""")]
    [InlineData("""{"nested0":[[01.5]]}""")]
    [InlineData("""{"numbers9":[1.5.5]}""")]
    [InlineData("""{"numbers9":[-.5]}""")]
    public void Arrays_of_numbers_that_are_not_JSON_are_refused(string text)
    {
        foreach (int block in new[] { 1, 4, 100 }) Assert.Throws<ProfileFormatException>(() => JsonEvents.Read(Encoding.UTF8.GetBytes(text), block));
    }

    [Theory]
    [InlineData("""{"numbers0":[1,],"a":[2,],}""", "1")]
    [InlineData("""{"numbers0":[null,],"a":[2,],}""", "-")]
    [InlineData("""{"numbers0":["x",],"a":[2,],}""", "-")]
    public void Commas_before_an_end_are_read_where_they_are_allowed(string text, string element)
    {
        foreach (int block in new[] { 1, 4, 100 })
        {
            JsonEvents events = JsonEvents.Read(Encoding.UTF8.GetBytes(text), block, allowTrailingCommas: true);
            Assert.Equal(["{", ".6E756D6265727330", "[", element, "]", ".61", "[", "n2", "]", "}"], events.Lines);
        }
    }

    [Theory]
    [InlineData(0, ",", 4)]
    [InlineData(0, ", ", 4)]
    [InlineData(3, ",", 7)]
    [InlineData(3, ",", 10)]
    [InlineData(9, ", ", 3)]
    [InlineData(3, " ,\n", 7)]
    public void Long_arrays_of_integers_have_their_values(int scale, string separator, int digits)
    {
        var random = new Random(scale + digits);
        for (int round = 0; round < 20; round++)
        {
            IEnumerable<string> numbers = Enumerable.Range(0, 700).Select(_ =>
                (random.Next(20) == 0 ? "-" : "") + random.NextInt64((long)Math.Pow(10, random.Next(1, digits + 1))) + (random.Next(200) == 0 ? ".25" : ""));
            byte[] text = Encoding.UTF8.GetBytes($"{{\"numbers{scale}\":[{string.Join(separator, numbers)}]}}");
            List<string> expected = JsonEvents.Of(text);
            foreach (int block in new[] { 61, 64, 200, text.Length }) Assert.Equal(expected, JsonEvents.Read(text, block).Lines);
        }
    }

    [Theory]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1 2")]
    [InlineData("1x")]
    [InlineData("1/")]
    [InlineData("1:")]
    [InlineData("1-")]
    [InlineData("1\0")]
    [InlineData("1\u00b0")]
    public void An_element_of_a_long_array_that_is_no_number_is_refused(string element)
    {
        foreach (int index in new[] { 0, 1, 9, 40 })
        {
            string[] numbers = [.. Enumerable.Repeat("12", 100)];
            numbers[index] = element;
            byte[] text = Encoding.UTF8.GetBytes($"{{\"numbers0\":[{string.Join(',', numbers)}]}}");
            foreach (int block in new[] { 7, 100, 1000 }) Assert.Throws<ProfileFormatException>(() => JsonEvents.Read(text, block));
        }
    }

    [Theory]
    [InlineData("""{"records":[{"a":1},],"a":[2,],}""")]
    [InlineData("""{"records":[{"a": 1,},],"a":[2,],}""")]
    public void Commas_after_objects_are_read_where_they_are_allowed(string text)
    {
        foreach (int block in new[] { 1, 4, 100 })
        {
            JsonEvents events = JsonEvents.Read(Encoding.UTF8.GetBytes(text), block, allowTrailingCommas: true);
            Assert.Equal(["{", ".7265636F726473", "[", "{", ".61", "n1", "}", "]", ".61", "[", "n2", "]", "}"], events.Lines);
        }
    }

    [Fact]
    public void Objects_of_the_usual_form_are_taken_as_text()
    {
        JsonEvents events = JsonEvents.Read("""{"records":[{"a":1},{"a":2}, {"a": 3},{"a":4}],"a":[{"a":5}],"records":[ {"a":6}]}"""u8);
        Assert.Equal(4, events.TakenCount);
        Assert.Equal(events.Lines, JsonEvents.Of("""{"records":[{"a":1},{"a":2},{"a":3},{"a":4}],"a":[{"a":5}],"records":[{"a":6}]}"""u8.ToArray()));
    }

    [Theory]
    [InlineData("""{"records":[{"a":1},]}""")]
    [InlineData("""{"records":[,{"a":1}]}""")]
    [InlineData("""{"records":[{"a":1},,{"a":1}]}""")]
    [InlineData("""{"records":[{"a":1}{"a":1}]}""")]
    [InlineData("""{"records":[{"a":1} 2]}""")]
    [InlineData("""{"records":[{"a":1}}""")]
    [InlineData("""{"records":[{"a":1},}""")]
    [InlineData("""{"records":[{"a":01}]}""")]
    [InlineData("""{"records":["x",]}""")]
    [InlineData("""{"records":[{"b":1},]}""")]
    [InlineData("""{"records":[{"b":1}x]}""")]
    public void Arrays_of_objects_that_are_not_JSON_are_refused(string text)
    {
        foreach (int block in new[] { 1, 4, 100 }) Assert.Throws<ProfileFormatException>(() => JsonEvents.Read(Encoding.UTF8.GetBytes(text), block));
    }

    [Fact]
    public void Arrays_longer_than_a_slice_are_whole()
    {
        byte[] text = Encoding.UTF8.GetBytes("{\"numbers0\":[" + string.Join(',', Enumerable.Range(0, 3000)) + "]}");
        foreach (int block in new[] { 1, 100, 1 << 20 }) Assert.Equal(JsonEvents.Of(text), JsonEvents.Read(text, block).Lines);
    }

    [Fact]
    public void A_surrogate_without_its_partner_becomes_a_replacement_character() =>
        Assert.Equal(
            ["[", "s" + Convert.ToHexString("a\uFFFDb\uFFFD\uFFFDc\u0041"u8), "]"],
            JsonEvents.Read("""["a\ud800b\udc00\ud83dc\u0041"]"""u8).Lines);

    [Fact]
    public void Text_that_follows_the_document_is_noticed_once()
    {
        foreach (int block in new[] { 1, 3, 100 })
        {
            Assert.Equal(["[", "]"], JsonEvents.Read("[] \n\0\0"u8, block).Lines);
            Assert.Equal(["[", "]", "trailing"], JsonEvents.Read("[] \nrest{"u8, block).Lines);
        }
    }

    [Fact]
    public void Deep_documents_are_read_up_to_the_limit()
    {
        byte[] Nested(int depth) => Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));
        Assert.Equal(2000, JsonEvents.Read(Nested(1000), 64).Lines.Count);
        Assert.Contains("too deep", Assert.Throws<ProfileFormatException>(() => JsonEvents.Read(Nested(1001), 64)).Message, StringComparison.Ordinal);
        byte[] skipped = [.. "{\"skip\":"u8, .. Nested(1001)];
        Assert.Contains("too deep", Assert.Throws<ProfileFormatException>(() => JsonEvents.Read(skipped, 64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_longer_than_the_limit_is_refused()
    {
        foreach (int block in new[] { 1, 30, 1000 })
        {
            var events = new JsonEvents { TextLimit = 20 };
            events.Push("[\"12345678901234567890\"]"u8, block: 10);
            var other = new JsonEvents { TextLimit = 20 };
            Assert.Throws<ProfileFormatException>(() => other.Push(Encoding.ASCII.GetBytes("[\"" + new string('x', 100) + "\"]"), block));
        }
    }

    [Fact]
    public void Strings_that_are_skipped_can_be_longer_than_the_limit()
    {
        string text = new string('x', 50) + "\\\"\\\\" + new string(']', 50);
        byte[] document = Encoding.UTF8.GetBytes(
            $$"""{"skip":"{{text}}" ,"skip2":{"a":["{{text}}", "{{text}}"],"{{text}}":1},"numbers0":[1, "{{text}}" ,2],"records":[{"skip":"{{text}}"}],"b":[3]}""");
        string[] expected = ["{", ".736B6970", ".736B697032", ".6E756D6265727330", "[", "1", "-", "2", "]", ".7265636F726473", "[", "{", ".736B6970", "}", "]",
            ".62", "[", "n3", "]", "}"];
        foreach (int block in Enumerable.Range(1, 80).Append(document.Length))
        {
            var events = new JsonEvents { TextLimit = 20 };
            events.Push(document, block);
            Assert.Equal(expected, events.Lines);
        }
        foreach (string wanted in new[] { $$"""{"a":"{{text}}"}""", $$"""{"{{text}}":1}""", $$"""["{{text}}"]""", $$"""{"skip":1,"{{text}}":1}""" })
        {
            foreach (int block in new[] { 7, 1000 })
            {
                var events = new JsonEvents { TextLimit = 20 };
                Assert.Throws<ProfileFormatException>(() => events.Push(Encoding.UTF8.GetBytes(wanted), block));
            }
        }
    }

    private static Gen<string> Documents()
    {
        Gen<string> space = Gen.Elements("", "", "", " ", "\n\t ");
        Gen<string> text = Gen.Elements("", "a", "skip", "numbers0", "numbers3", "nested0", "nested2", "records", "\\u0041", "\\n", "\\\"", "\\ud83d\\ude00", "é", "\\\\", "/", "{", "]").ListOf()
            .Select(parts => "\"" + string.Concat(parts.Take(4)) + "\"");
        Gen<string> number = Gen.Elements("0", "-0", "1", "-17", "123456789", "0.5", "1.5", "2.5e0", "-1e-3", "1E+5", "123456789012345678901", "9223372036854775807", "0.00049999");
        Gen<string> scalar = Gen.Frequency((4, number), (2, text), (1, Gen.Elements("true", "false", "null")));
        Gen<string> numbers = Gen.Frequency((8, number), (1, Gen.Constant("null")), (1, scalar)).ListOf().Select(list => "[" + string.Join(",", list) + "]");
        Gen<string> nested = Gen.Frequency((8, numbers), (1, scalar)).ListOf().Select(list => "[" + string.Join(",", list.Take(6)) + "]");

        Gen<string> record = from before in space from digit in Gen.Elements("1", "0", " 2", "3 ") from after in space select $$"""{{before}}{"a":{{digit}}}{{after}}""";
        Gen<string> records = Gen.Frequency((8, record), (1, nested), (1, scalar)).ListOf().Select(list => "[" + string.Join(",", list) + "]");

        // The end of a number without brackets is not known before the end of the input.
        return Gen.Sized(size => Value(Math.Min(size, 12))).Select(value => $"[{value}]");

        Gen<string> Value(int size)
        {
            if (size < 1) return scalar;
            Gen<string> padded = from before in space from value in Value(size / 2) from after in space select before + value + after;
            Gen<string> member = from name in text
                                 from blank in space
                                 from value in Gen.Frequency((1, numbers), (1, nested), (1, records), (3, padded))
                                 select $"{name}{blank}:{value}";
            return Gen.Frequency(
                (1, scalar),
                (1, numbers),
                (1, nested),
                (3, padded.ListOf().Select(list => "[" + string.Join(",", list.Take(5)) + "]")),
                (3, member.ListOf().Select(list => "{" + string.Join(",", list.Take(5)) + "}")));
        }
    }
}
