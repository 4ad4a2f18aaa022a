using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FlameScope.Export.Tests;

/// <summary>Random names such as a hostile or broken program could have.</summary>
internal static class HostileNames
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "<script>alert(1)</script>", "]]>", "<![CDATA[", "<!--", "-->", "&amp;", "&#0;", "\"", "'", "=", "onload=", "</title>",
            "</text></g></svg>", "\u2028", "\u2029", "\u202E", "\u2066", "\u200F", "\uFEFF", "\uFFFE", "\uFFFF", "\0", "\u0001", "\u001B[31m",
            "\u007F", "\u0085", "\t", "\r\n", "\n", ";", " ", "a", "ab", "a b", "漢字", "🔥", "é", "%", "{{", "\\", "javascript:",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x94], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        .. new[] { new string('x', 600), new string('é', 400), new string('漢', 400) }.Select(Encoding.UTF8.GetBytes),
    ];

    public static Gen<byte[]> Name { get; } =
        from count in Gen.Choose(1, 5)
        from pieces in Gen.ArrayOf(Gen.Elements(Pieces), count)
        select pieces.SelectMany(p => p).ToArray();

    /// <summary>Stacks of a few such names, so that paths are shared.</summary>
    public static Arbitrary<byte[][][]> Stacks { get; } = Arb.From(
        from names in Gen.ArrayOf(Name, 5)
        from stacks in Gen.ArrayOf(Gen.Choose(0, 6).SelectMany(depth => Gen.ArrayOf(Gen.Elements(names), depth)))
        select stacks);
}
