using System.Text;

namespace FlameScope.Parsing;

/// <summary>The unit of the values of a speedscope profile.</summary>
/// <param name="Name">The unit of the value type in the profile.</param>
/// <param name="Scale">The power of ten that converts to nanoseconds; <c>null</c> if the unit is not one of time.</param>
internal readonly record struct SpeedscopeUnit(string Name, int? Scale)
{
    public static SpeedscopeUnit None => new("count", null);

    public static SpeedscopeUnit Of(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("nanoseconds"u8) ? new("nanoseconds", 0)
        : text.SequenceEqual("microseconds"u8) ? new("nanoseconds", 3)
        : text.SequenceEqual("milliseconds"u8) ? new("nanoseconds", 6)
        : text.SequenceEqual("seconds"u8) ? new("nanoseconds", 9)
        : text.SequenceEqual("none"u8) || text.IsEmpty ? None
        : new(Encoding.UTF8.GetString(text), null);
}
