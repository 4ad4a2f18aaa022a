using System.IO.Compression;
using FlameScope.Model;
using Google.Protobuf;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>Decodes written files with the classes that Google's compiler makes of a format's definition.</summary>
internal static class Decoded
{
    /// <summary>Decodes a message. No message in it may have an unknown field, lack a required one, have one twice, or state a default value.</summary>
    /// <param name="parser">The parser of the message.</param>
    /// <param name="bytes">The message.</param>
    /// <param name="zeroKeys">The number of keys of maps that are 0, which Google's C# code does not write.</param>
    public static T Message<T>(MessageParser<T> parser, byte[] bytes, int zeroKeys = 0)
        where T : IMessage<T>
    {
        T message = parser.ParseFrom(bytes);
        Assert.Equal(parser.WithDiscardUnknownFields(true).ParseFrom(bytes), message);
        Assert.True(message.IsInitialized());
        Assert.Equal(bytes.Length, message.CalculateSize() + (2 * zeroKeys));
        return message;
    }

    /// <summary>Returns the file of all samples of a profile, of all events.</summary>
    public static byte[] Write(IProfileWriter writer, Profile profile, ProfileWriteOptions? options = null)
    {
        using var output = new MemoryStream();
        ProfileWriters.Write(writer, profile.Select(SampleFilter.All), output, options);
        return output.ToArray();
    }

    public static Perftools.Profiles.Profile Pprof(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return Message(Perftools.Profiles.Profile.Parser, plain.ToArray());
    }
}
