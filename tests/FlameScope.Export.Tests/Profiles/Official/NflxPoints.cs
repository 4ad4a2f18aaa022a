using System.Globalization;
using FlameScope.Model;
using Nflxprofile;
using Profile = Nflxprofile.Profile;

namespace FlameScope.Export.Tests;

/// <summary>States what an nflxprofile means, as lines of <see cref="ProfilePoints"/>, from its definition and as simply as possible.</summary>
internal static class NflxPoints
{
    /// <summary>Returns a line per sample, in order. A column that is missing leaves the value of the node.</summary>
    public static string[] Lines(Profile profile)
    {
        bool isInline = profile.Params.TryGetValue("has_node_stack", out string? text) ? text == "true" : profile.Nodes.Values.Any(node => node.Stack.Count > 0);
        double time = profile.StartTime;
        var lines = new List<string>();
        for (int i = 0; i < profile.Samples.Count; i++)
        {
            time += profile.TimeDeltas[i];
            Profile.Types.Node node = profile.Nodes[profile.Samples[i]];
            uint? pid = i < profile.SamplesPid.Count ? profile.SamplesPid[i] : node.HasPid ? node.Pid : null;
            uint? tid = i < profile.SamplesTid.Count ? profile.SamplesTid[i] : node.HasTid ? node.Tid : null;
            uint? cpu = i < profile.SamplesCpu.Count ? profile.SamplesCpu[i] : node.HasCpu ? node.Cpu : null;
            string name = isInline && node.FunctionName != "root" ? node.FunctionName : "";
            IEnumerable<string> frames = isInline ? node.Stack.Select(FrameOf) : PathOf(profile, profile.Samples[i]).Reverse().Select(id => FrameOf(profile.Nodes[id]));
            // A product of the seconds would round twice.
            long nanoseconds = ((long)Math.Floor(time) * 1_000_000_000) + (long)Math.Round((time - Math.Floor(time)) * 1e9);
            ulong value = i < profile.SamplesValue.Count ? profile.SamplesValue[i] : 1;
            string line = ProfilePoints.Line(nanoseconds, (pid, tid, name, ""), cpu, [], frames);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"period/events = {value} {line}"));
        }
        return [.. lines];
    }

    // From a node to the root, which is its own parent in some files, or has none. Without parents, lists of children decide.
    private static IEnumerable<uint> PathOf(Profile profile, uint node)
    {
        for (uint? id = node; id is { } current;)
        {
            yield return current;
            Profile.Types.Node row = profile.Nodes[current];
            uint? parent = row.HasParent ? row.Parent : profile.Nodes.Where(entry => entry.Value.Children.Contains(current)).Select(entry => (uint?)entry.Key).FirstOrDefault();
            id = parent == current ? null : parent;
        }
    }

    private static string FrameOf(Profile.Types.Node node) => FrameOf(node.FunctionName, node.Libtype, node.File);

    private static string FrameOf(StackFrame frame) => FrameOf(frame.FunctionName, frame.Libtype, frame.File);

    private static string FrameOf(string name, string type, Nflxprofile.File? file)
    {
        FrameKind kind = type switch { "kernel" => FrameKind.Kernel, "user" => FrameKind.User, "jit" or "inlined" => FrameKind.Jit, _ => FrameKind.Unknown };
        return ProfilePoints.FrameLine(name, "", file?.FileName ?? "", file?.Line ?? 0, file?.Column ?? 0, kind.ToString(), type == "inlined");
    }
}
