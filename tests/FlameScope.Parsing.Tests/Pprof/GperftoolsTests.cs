using System.Buffers.Binary;
using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class GperftoolsTests
{
    private const string Maps = "00400000-0049d000 r-xp 00000000 08:01 270364 /usr/bin/app\n7f0000000000-7f0000001000 r--p 00000000 08:01 1 /lib/data\n";

    private static byte[] File(int size, bool isBigEndian, string maps, params ulong[] words)
    {
        var bytes = new byte[(words.Length * size) + maps.Length];
        for (int i = 0; i < words.Length; i++)
        {
            Span<byte> word = bytes.AsSpan(i * size, size);
            if (size == 8 && isBigEndian) BinaryPrimitives.WriteUInt64BigEndian(word, words[i]);
            else if (size == 8) BinaryPrimitives.WriteUInt64LittleEndian(word, words[i]);
            else if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(word, (uint)words[i]);
            else BinaryPrimitives.WriteUInt32LittleEndian(word, (uint)words[i]);
        }
        Encoding.ASCII.GetBytes(maps).CopyTo(bytes, words.Length * size);
        return bytes;
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    [InlineData(4, true)]
    public void The_old_binary_format_is_read_for_all_word_sizes_and_byte_orders(int size, bool isBigEndian)
    {
        byte[] file = File(size, isBigEndian, Maps, 0, 3, 0, 10_000, 0, 5, 2, 0x400100, 0x400200, 1, 1, 0x99, 0, 1, 0);

        Profile profile = ProfileFormats.Default.Parse(file, new ProfileReadOptions { Strict = true });

        Assert.Equal("pprof", profile.Format);
        Assert.Equal(
            [
                "- samples x1 [samples/count=1 cpu/nanoseconds=10000000] // cpu {} 0x99",
                "- samples x5 [samples/count=5 cpu/nanoseconds=50000000] // cpu {} 0x400200@/usr/bin/app<User>;0x400100@/usr/bin/app<User>",
            ],
            ProfileText.OfSamples(profile));
        Assert.Equal(1, profile.GetDefaultValueType(profile.Samples[0].Event));
    }

    [Fact]
    public void An_empty_profile_of_the_old_format_has_no_samples()
    {
        Profile profile = ProfileFormats.Default.Parse(File(8, false, Maps, 0, 3, 0, 10_000, 0, 0, 1, 0));

        Assert.Empty(profile.Samples);
        Assert.Empty(profile.Diagnostics);
    }

    [Fact]
    public void A_cut_profile_of_the_old_format_keeps_its_whole_records()
    {
        byte[] whole = File(8, false, "", 0, 3, 0, 10_000, 0, 5, 2, 0x400100, 0x400200, 1, 1, 0x99, 0, 1, 0);
        for (int length = 40; length < whole.Length; length++)
        {
            Profile profile = ProfileFormats.Default.Parse(whole.AsMemory(0, length));
            Assert.Equal(length < 72 ? 0 : length < 96 ? 1 : 2, profile.Samples.Count);
            Assert.NotEmpty(profile.Diagnostics);
        }
    }
}
