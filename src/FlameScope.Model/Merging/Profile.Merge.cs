namespace FlameScope.Model;

public sealed partial class Profile
{
    /// <summary>A profile of nothing. Merged with another it changes nothing.</summary>
    public static Profile Empty { get; } = new ProfileBuilder().Build();

    /// <summary>Makes one profile of two, such as the parts of one recording, or the recordings of two machines.</summary>
    /// <param name="first">A profile.</param>
    /// <param name="second">Another. Where times are equal its samples stand behind those of the first.</param>
    /// <returns>What reading the inputs one after the other would have given, down to the ids.</returns>
    /// <remarks>
    /// <para>Merging is associative, and a profile of nothing changes nothing. Samples, periods, lost samples and diagnostics add up; of a
    /// diagnostic the lines and the text are those of the first profile that has it. Threads of equal ids and name are one thread, also those of different
    /// machines.</para>
    /// <para>Each fact of the header, and the format, is that of the first profile that tells it; <see cref="RecordingHeader.Facts"/> and
    /// <see cref="RecordingHeader.EventDescriptions"/> have all. A clock that was read together with the wall's goes before one that was not.</para>
    /// <para>Times stay as recorded; <see cref="MergeAll(Profile[], ProfileMergeOptions, CancellationToken)"/> moves them to one clock, and
    /// <see cref="Shift"/> by any amount.</para>
    /// </remarks>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples or of a diagnostic, do not fit a <see cref="long"/>.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    public static Profile Merge(Profile first, Profile second) => MergeAll([first, second], ProfileMergeOptions.Default);

    /// <summary>Makes one profile of any number; see <see cref="Merge(Profile, Profile)"/>.</summary>
    /// <param name="profiles">The profiles; of none it is <see cref="Empty"/>.</param>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples or of a diagnostic, do not fit a <see cref="long"/>.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    public static Profile MergeAll(Profile[] profiles) => MergeAll(profiles, ProfileMergeOptions.Default);

    /// <summary>Makes one profile of any number; see <see cref="Merge(Profile, Profile)"/>.</summary>
    /// <param name="profiles">The profiles; of none it is <see cref="Empty"/>.</param>
    /// <param name="options">On which clock times count.</param>
    /// <param name="cancellationToken">Stops merging.</param>
    /// <exception cref="ArgumentException">
    /// Times are to be moved and a profile that has times does not tell enough for it, or they would not fit 64 bits.
    /// </exception>
    /// <exception cref="OverflowException">All periods together, or the counts of lost samples or of a diagnostic, do not fit a <see cref="long"/>.</exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    /// <exception cref="OperationCanceledException">Merging was stopped.</exception>
    public static Profile MergeAll(Profile[] profiles, ProfileMergeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        ArgumentNullException.ThrowIfNull(options);
        if (!Enum.IsDefined(options.Clock)) throw new ArgumentOutOfRangeException(nameof(options), options.Clock, "There is no such clock.");
        foreach (Profile profile in profiles) ArgumentNullException.ThrowIfNull(profile, nameof(profiles));
        return MergeShifted(profiles, MergeShifts.Of(profiles, options.Clock), cancellationToken);
    }

    /// <summary>The same profile with its times moved, such as to the clock of another machine.</summary>
    /// <param name="nanoseconds">What is added to every time, and to that of <see cref="RecordingHeader.Clock"/>.</param>
    /// <exception cref="ArgumentException">A time would not fit 64 bits.</exception>
    public Profile Shift(long nanoseconds) => nanoseconds == 0 ? this : MergeShifted([this], [nanoseconds], default);

    private static Profile MergeShifted(Profile[] profiles, long[] shifts, CancellationToken cancellationToken)
    {
        var builder = new ProfileBuilder();
        for (int i = 0; i < profiles.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!MergeShifts.Fits(profiles[i], shifts[i])) throw MergeShifts.OutOfRange(i);
            builder.Append(profiles[i], shifts[i]);
            builder.Header = RecordingHeader.Join(builder.Header, MergeShifts.Move(profiles[i].Header, shifts[i]));
            if (builder.Format.Length == 0) builder.Format = profiles[i].Format;
        }
        builder.Diagnostics = DiagnosticList.Join(profiles.SelectMany(p => p.Diagnostics));
        return builder.Build();
    }
}
