using System.IO.Pipelines;
using FlameScope.Model;
using FlameScope.TestData;
using Xunit;

namespace FlameScope.Parsing.Tests;

/// <summary>Reads a text with one thread and with several, in every way, and compares the results.</summary>
internal static class Threads
{
    /// <summary>Returns the result of a read: the profile, or the message of the exception.</summary>
    public static (Profile? Profile, string Fault) Read(Func<Profile> read)
    {
        try
        {
            return (read(), "");
        }
        catch (ProfileFormatException fault)
        {
            return (null, $"{fault.Message} @{fault.Line} {fault.ByteOffset}");
        }
    }

    public static void AssertSame(byte[] text, int blockSize, ProfileReadOptions? options = null)
    {
        options = (options ?? new ProfileReadOptions()) with { BlockSize = blockSize };
        (Profile? Profile, string Fault) expected = Read(() => PerfScript.Parse(text, options with { MaximumThreads = 1 }));
        foreach (int threads in new[] { 2, 4 })
        {
            ProfileReadOptions several = options with { MaximumThreads = threads };
            Check(() => PerfScript.Parse(text, several));
            Check(() => ProfileFile.Open(new MemoryStream(text), several));
            Check(() => ProfileFile.Open(new MemoryStream(WaysToRead.Gzip(text)), several));
            Check(() => ProfileFile.OpenAsync(new MemoryStream(text), several).GetAwaiter().GetResult());
            Check(() => ProfileFile.OpenAsync(PipeReader.Create(new MemoryStream(text)), several).GetAwaiter().GetResult());
        }

        void Check(Func<Profile> read)
        {
            (Profile? Profile, string Fault) actual = Read(read);
            Assert.Equal(expected.Fault, actual.Fault);
            if (expected.Profile is not null) ProfileAssert.Same(expected.Profile, actual.Profile!);
        }
    }
}
