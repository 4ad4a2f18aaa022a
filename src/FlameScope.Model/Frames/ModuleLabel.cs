using System.Text;

namespace FlameScope.Model;

/// <summary>The names under which modules are shown.</summary>
internal static class ModuleLabel
{
    /// <summary>Returns the file name of a module.</summary>
    /// <param name="module">The bytes of the module's name.</param>
    /// <returns>The text after the last slash; all of the name if that is empty.</returns>
    public static ReadOnlySpan<byte> FileNameOf(ReadOnlySpan<byte> module)
    {
        ReadOnlySpan<byte> fileName = module[(module.LastIndexOf((byte)'/') + 1)..];
        return fileName.IsEmpty ? module : fileName;
    }

    /// <summary>
    /// Returns the label of a module, which is also the label of an unknown function in it: its file name in brackets, <c>[libc.so.6]</c>.
    /// </summary>
    /// <param name="module">The bytes of the module's name. A name that is in brackets is its own label.</param>
    /// <returns>The bytes of the label; <c>[unknown]</c> if <paramref name="module"/> is empty.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> module)
    {
        if (module.IsEmpty) return "[unknown]"u8;
        if (module[0] == '[' && module[^1] == ']') return module;
        return (byte[])[(byte)'[', .. FileNameOf(module), (byte)']'];
    }

    /// <summary>Returns the label of the module of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="profile">The profile of the frame.</param>
    /// <returns>The label; <c>[unknown]</c> if the frame has no module.</returns>
    public static string Of(Frame frame, Profile profile) => Encoding.UTF8.GetString(Of(profile.Modules.GetUtf8(frame.Module)));
}
