namespace FlameScope.Model;

public sealed partial class Profile
{
    /// <summary>The profile without samples. Merging it with another profile returns an equal profile.</summary>
    public static Profile Empty { get; } = new ProfileBuilder().Build();

    /// <summary>Merges two profiles, such as parts of one recording or the recordings of two machines.</summary>
    /// <param name="first">The first profile.</param>
    /// <param name="second">The second profile. If times are equal, its samples follow those of the first.</param>
    /// <returns>The profile that reading the inputs one after the other would return, with the same ids.</returns>
    /// <remarks>
    /// <para>Merging is associative, and <see cref="Empty"/> is its identity. Samples, periods, lost samples and diagnostics are added; the lines and
    /// the text of a diagnostic are those of the first profile that has it. Threads with equal ids and names become one thread if they are of one
    /// machine.</para>
    /// <para>The machine of a profile is <see cref="RecordingHeader.HostName"/>. A profile without such a name is taken as a further part of the
    /// previous recording. If the threads are of several machines, each has the name of its machine (<see cref="ThreadInfo.Host"/>).</para>
    /// <para>Each fact of the header, and the format, is that of the first profile that has it. <see cref="RecordingHeader.Facts"/> and
    /// <see cref="RecordingHeader.EventDescriptions"/> include those of both. An exact clock takes precedence over one that is not.</para>
    /// <para>Times are not changed. <see cref="MergeAll"/> can move them to one clock, and <see cref="Shift"/> moves them by any number of
    /// nanoseconds.</para>
    /// </remarks>
    /// <exception cref="OverflowException">
    /// The sum of all periods, of the lost samples, or of the counts of a diagnostic does not fit in a <see cref="long"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    public static Profile Merge(Profile first, Profile second) => MergeAll([first, second]);

    /// <summary>Merges any number of profiles; see <see cref="Merge"/>.</summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="options">The options; <c>null</c> for the defaults.</param>
    /// <param name="cancellationToken">Cancels merging.</param>
    /// <returns>The merged profile; an empty one if there are no profiles.</returns>
    /// <exception cref="ArgumentException">
    /// Times are to be moved, and a profile with times has no wall-clock time, or none that is exact although exact ones are required, or its times would
    /// not fit in 64 bits.
    /// </exception>
    /// <exception cref="OverflowException">
    /// The sum of all periods, of the lost samples, or of the counts of a diagnostic does not fit in a <see cref="long"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">There would be more than 65,536 events.</exception>
    /// <exception cref="OperationCanceledException">Merging was canceled.</exception>
    public static Profile MergeAll(IEnumerable<Profile> profiles, ProfileMergeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        Profile[] all = [.. profiles];
        foreach (Profile profile in all) ArgumentNullException.ThrowIfNull(profile, nameof(profiles));
        return MergeShifted(all, MergeShifts.Of(all, options ?? new ProfileMergeOptions()), cancellationToken);
    }

    /// <summary>Returns the same profile with all times moved, such as to the clock of another machine.</summary>
    /// <param name="nanoseconds">The number of nanoseconds to add to each time, including that of <see cref="RecordingHeader.Clock"/>.</param>
    /// <returns>The profile; this instance if <paramref name="nanoseconds"/> is 0.</returns>
    /// <exception cref="ArgumentException">A time would not fit in 64 bits.</exception>
    public Profile Shift(long nanoseconds) => nanoseconds == 0 ? this : MergeShifted([this], [nanoseconds], default);

    private static Profile MergeShifted(Profile[] profiles, long[] shifts, CancellationToken cancellationToken)
    {
        var builder = new ProfileBuilder();
        MergeHosts hosts = MergeHosts.Of(profiles);
        for (int i = 0; i < profiles.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!MergeShifts.Fits(profiles[i], shifts[i])) throw MergeShifts.OutOfRange(i);
            int index = i;
            builder.Append(profiles[i], shifts[i], thread => hosts.Find(profiles, index, thread));
            builder.Header = RecordingHeader.Join(builder.Header, MergeShifts.Move(profiles[i].Header, shifts[i]));
            if (builder.Format.Length == 0) builder.Format = profiles[i].Format;
        }
        builder.Header = builder.Header.WithThreadHosts(hosts.AreSeveral);
        builder.Diagnostics = DiagnosticList.Join(profiles.SelectMany(p => p.Diagnostics));
        return builder.Build();
    }
}
