namespace FlameScope.PowerShell;

/// <summary>Keeps the latest report of another thread.</summary>
internal sealed class Latest<T> : IProgress<T>
    where T : struct
{
    private readonly object _gate = new();
    private T? _value;

    /// <summary>The latest report; <c>null</c> if there was none.</summary>
    public T? Value
    {
        get
        {
            lock (_gate) return _value;
        }
    }

    /// <summary>Takes a report.</summary>
    public void Report(T value)
    {
        lock (_gate) _value = value;
    }
}
