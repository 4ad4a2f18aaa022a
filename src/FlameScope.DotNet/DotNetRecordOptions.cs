using FlameScope.Parsing;
using Microsoft.Diagnostics.NETCore.Client;

namespace FlameScope.DotNet;

/// <summary>Options of a recording.</summary>
/// <remarks>Each value is checked when it is set: one that is out of its range throws <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed record DotNetRecordOptions
{
    private const int MaximumBuffer = 16 * 1024;

    /// <summary>The events to record in addition to samples. The default is <see cref="DotNetEvents.None"/>.</summary>
    public DotNetEvents Events { get; init; }

    /// <summary>Further event providers, such as those of the program. The default is empty.</summary>
    public IReadOnlyList<EventPipeProvider> Providers { get; init; } = [];

    /// <summary>
    /// The size of the buffer in the recorded process, in MB, from 1 to 16,384. The default is 256. Events are lost if it is full; see
    /// <see cref="Model.Profile.LostCount"/>.
    /// </summary>
    public int BufferSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaximumBuffer);
            field = value;
        }
    } = 256;

    /// <summary>
    /// Ends the recording when it is canceled, as if its time were over: what was recorded is returned. The default is
    /// <see cref="CancellationToken.None"/>.
    /// </summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>
    /// Indicates whether a program that was started to be recorded is ended when its recording ends before it does. The default is <c>false</c>.
    /// </summary>
    public bool EndsProgram { get; init; }

    /// <summary>The limits for reading the recording. The default has the default limits.</summary>
    public ProfileReadOptions Read { get; init; } = new();
}
