using System.Globalization;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>The laws of every format: any block size gives the same profile, and damaged input gives a profile or the exception of formats.</summary>
internal static class FormatLaws
{
    /// <summary>Checks that a file gives the same profile for each block size.</summary>
    public static void BlockSizesGiveTheSameProfile(byte[] file)
    {
        string expected = ProfileText.Of(ProfileFormats.Default.Parse(file));
        foreach (int size in (int[])[1, 7, 64, 1000, 1024 * 1024])
        {
            using var stream = new MemoryStream(file);
            Assert.Equal(expected, ProfileText.Of(ProfileFile.Open(stream, new ProfileReadOptions { BlockSize = size })));
        }
    }

    /// <summary>Checks that a file that is cut at any byte gives samples of the whole file, or the exception.</summary>
    public static void CutsGivePrefixes(byte[] file, string format)
    {
        Profile whole = Read(file, format)!;
        var known = new HashSet<string>(ProfileText.OfSamples(whole).Select(WithoutNames));
        for (int length = 0; length < file.Length; length++)
        {
            if (Read(file[..length], format) is not { } profile) continue;
            Assert.True(profile.Samples.Count <= whole.Samples.Count);
            bool isComplete = profile.Samples.Count == whole.Samples.Count || profile.Diagnostics.Count > 0 || IsBetweenFields(file, length);
            Assert.True(isComplete, $"cut at {length}");
            foreach (string sample in ProfileText.OfSamples(profile)) Assert.True(known.Contains(WithoutNames(sample)), $"cut at {length}: {sample}");
        }
    }

    /// <summary>Checks that changed bytes give a profile or the exception, and no other exception.</summary>
    public static void MutationsGiveProfilesOrTheException(byte[] file, string format, int count = 20_000)
    {
        var random = new Random(11);
        for (int i = 0; i < count; i++)
        {
            byte[] changed = (byte[])file.Clone();
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(changed.Length);
                changed[at] = random.Next(4) switch
                {
                    0 => (byte)random.Next(256),
                    1 => (byte)(changed[at] ^ (1 << random.Next(8))),
                    2 => 0xFF,
                    _ => (byte)(changed[at] + 1),
                };
            }
            if (random.Next(8) == 0) changed = [.. changed[..random.Next(changed.Length)], .. changed[random.Next(changed.Length)..]];
            try
            {
                Read(changed, format);
                Read(changed, null);
            }
            catch (Exception exception)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"case {i}: {exception} {Convert.ToBase64String(changed)}"));
            }
        }
    }

    // A protobuf message has no end: a file that is cut between two fields is whole.
    private static bool IsBetweenFields(byte[] file, int length)
    {
        var reader = new ProtobufReader(file.AsSpan(0, length));
        while (reader.Read()) { }
        return reader.End == ProtobufEnd.Whole;
    }

    private static Profile? Read(byte[] file, string? format)
    {
        try
        {
            return ProfileFormats.Default.Parse(file, new ProfileReadOptions { Format = format });
        }
        catch (ProfileFormatException)
        {
            return null;
        }
    }

    // A name that follows the cut is missing: time, event, values and thread are compared.
    private static string WithoutNames(string sample) => sample[..sample.IndexOf(" [", StringComparison.Ordinal)];
}
