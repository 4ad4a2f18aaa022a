namespace FlameScope.Parsing;

/// <summary>The names of the recorded processes; empty where the recording has none.</summary>
internal sealed class ProcessNames
{
    private readonly List<string> _names = [];

    public string this[int process]
    {
        get => process < _names.Count ? _names[process] : "";

        set
        {
            while (_names.Count <= process) _names.Add("");
            _names[process] = value;
        }
    }
}
