using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Changed and cut files of the text formats give a profile or a <see cref="ProfileFormatException"/>, the same for any block length.</summary>
public class HostileJsonTests
{
    public static TheoryData<string, string> Documents => new()
    {
        {
            "cpuprofile",
            """
            {"nodes":[{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":0,"children":[2,3]},
            {"id":2,"callFrame":{"functionName":"f\u0041","url":"a.js","lineNumber":0,"columnNumber":10},"children":[4]},{"id":3,"parent":1,"callFrame":{"functionName":"(idle)","url":""}},
            {"id":4,"callFrame":{"functionName":""}}],"startTime":1000,"endTime":1075.5,"samples":[2,4,3],"timeDeltas":[10,-5,20]}
            """
        },
        {
            "cpuprofile",
            """
            {"head":{"functionName":"(root)","url":"","lineNumber":0,"children":[{"functionName":"main","url":"a.js","lineNumber":3,"children":[],"id":2}],"id":1},
            "startTime":2.5,"endTime":2.50004,"samples":[2,1],"timestamps":[2500010,2500020]}
            """
        },
        {
            "speedscope",
            """
            {"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"main","file":"a.c","line":3,"col":9},{"name":"read"}]},
            "profiles":[{"type":"sampled","name":"Thread (7)","unit":"milliseconds","startValue":5,"endValue":9,"samples":[[0],[0,1],[]],"weights":[1,0.5,2]},
            {"events":[{"type":"O","frame":0,"at":0},{"type":"C","frame":0,"at":1.25e1}],"type":"evented","name":"t","unit":"microseconds","startValue":0,"endValue":30}]}
            """
        },
        { "folded", "# comment\n[a tid=7];b;c_[k] 10\n[a tid=7];b 3.5\nmain;;x y 924\nmain 1e2\n" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_changed_byte(string format, string document)
    {
        byte[] replacements = [.. "\0 \"\\[]{},:019-.enx;\n"u8, 0xC3, 0xFF];
        byte[] text = Encoding.UTF8.GetBytes(document);
        for (int i = 0; i < text.Length; i++)
        {
            foreach (byte replacement in replacements)
            {
                byte[] changed = [.. text];
                changed[i] = replacement;
                Check(format, changed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_removed_or_repeated_part(string format, string document)
    {
        byte[] text = Encoding.UTF8.GetBytes(document);
        foreach (int length in new[] { 1, 2, 7, 40 })
        {
            for (int i = 0; i + length <= text.Length; i++)
            {
                Check(format, [.. text[..i], .. text[(i + length)..]]);
                Check(format, [.. text[..(i + length)], .. text[i..]]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_cut(string format, string document)
    {
        byte[] text = Encoding.UTF8.GetBytes(document);
        for (int length = 0; length < text.Length; length++) Check(format, text[..length]);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Numbers_at_the_ends_of_their_range(string format, string document)
    {
        string[] numbers =
        [
            "9223372036854775807", "-9223372036854775808", "9223372036854775806", "4611686018427387904", "1e308", "-1e308", "1e-308", "2147483647", "2147483648",
            "4294967296", "99999999999999999999999", "-1", "0.5",
        ];
        foreach (string digit in new[] { "0", "1", "2", "3", "5", "7", "9" })
        {
            foreach (string number in numbers) Check(format, Encoding.UTF8.GetBytes(document.Replace(digit, number, StringComparison.Ordinal)));
        }
    }

    private static void Check(string format, byte[] text)
    {
        string whole = Read(() => ProfileFormats.Default.Parse(text, new ProfileReadOptions { Format = format }));
        string blocks = Read(() => SampleText.ReadInBlocks(text, 11, format));
        Assert.Equal(whole, blocks);
    }

    private static string Read(Func<Profile> read)
    {
        try
        {
            Profile profile = read();
            return string.Join('\n', SampleText.Lines(profile)) + string.Join('\n', SampleText.Reports(profile));
        }
        catch (ProfileFormatException e)
        {
            return e.Error.ToString();
        }
    }
}
