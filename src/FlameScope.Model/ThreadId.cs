using System.Globalization;

namespace FlameScope.Model;

/// <summary>A row of <see cref="Profile.Threads"/>: one (pid, tid, comm) triple.</summary>
/// <param name="Value">The index into the columns of the thread table.</param>
public readonly record struct ThreadId(int Value) : ITableId
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Thread {Value}");
}
