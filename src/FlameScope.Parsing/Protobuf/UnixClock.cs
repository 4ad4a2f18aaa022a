using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The clock of formats whose times are Unix nanoseconds.</summary>
internal static class UnixClock
{
    public static WallClock Clock { get; } = new(SampleTime: 0, UnixNanoseconds: 0, IsExact: true);
}
