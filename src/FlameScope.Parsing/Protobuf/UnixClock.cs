using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The clock of formats whose times are Unix nanoseconds.</summary>
internal static class UnixClock
{
    public static WallClock Clock { get; } = new(sampleTime: 0, unixNanoseconds: 0, isExact: true);
}
