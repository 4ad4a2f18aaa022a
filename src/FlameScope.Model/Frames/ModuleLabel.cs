using FlameScope.Model;

namespace FlameScope.FlameGraph;

/// <summary>How a module is shown: its file name in brackets, as an unknown function in it is.</summary>
internal static class ModuleLabel
{
    public static string Of(Frame frame, Profile profile)
    {
        string module = profile.Modules[frame.Module];
        if (module.Length == 0) return "[unknown]";
        if (module[0] == '[' && module[^1] == ']') return module;
        string fileName = module[(module.LastIndexOf('/') + 1)..];
        return $"[{(fileName.Length == 0 ? module : fileName)}]";
    }
}
