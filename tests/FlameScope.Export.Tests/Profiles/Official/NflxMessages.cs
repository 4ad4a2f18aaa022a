using Nflxprofile;
using Profile = Nflxprofile.Profile;

namespace FlameScope.Export.Tests;

/// <summary>Generates nflxprofiles of the three layouts in which any field of the definition may be set.</summary>
internal static class NflxMessages
{
    public static Profile Make(int seed)
    {
        var random = new Random(seed);
        bool Chance(int one) => random.Next(one) == 0;
        int layout = random.Next(3);
        // Times are multiples of 2^-9 seconds, so that their sum is exact.
        double start = 136_087 + (random.Next(512) / 512.0);
        var profile = new Profile { StartTime = start, EndTime = start };
        uint[] ids = [0, .. Enumerable.Range(0, random.Next(1, 12)).Select(_ => (uint)random.NextInt64(1, Chance(2) ? 50 : uint.MaxValue + 1L)).Distinct()];
        foreach (uint id in ids.OrderBy(_ => random.Next()))
        {
            var node = new Profile.Types.Node { FunctionName = id == 0 ? "root" : $"f{random.Next(5)} \u2603", HitCount = (uint)random.Next(3) };
            if (Chance(2)) node.Pid = (uint)random.Next(3);
            if (Chance(2)) node.Tid = (uint)random.Next(3);
            if (Chance(2)) node.Cpu = (uint)random.Next(3);
            if (Chance(2)) node.Value = (ulong)random.Next(3);
            if (Chance(2)) node.Libtype = ((string[])["kernel", "user", "jit", "inlined", "other", ""])[random.Next(6)];
            if (Chance(2)) node.File = MakeFile(random);
            if (layout == 0)
            {
                for (int depth = id == 0 ? 0 : random.Next(0, 6); depth > 0; depth--)
                {
                    var frame = new StackFrame { FunctionName = $"s{random.Next(5)}" };
                    if (Chance(2)) frame.Libtype = ((string[])["kernel", "user", "jit", "inlined", "other", ""])[random.Next(6)];
                    if (Chance(2)) frame.File = MakeFile(random);
                    node.Stack.Add(frame);
                }
            }
            profile.Nodes.Add(id, node);
        }
        for (int i = 1; i < ids.Length; i++)
        {
            uint parent = ids[random.Next(i)];
            if (layout == 1) profile.Nodes[ids[i]].Parent = parent;
            if (layout == 2 || (layout == 1 && Chance(2))) profile.Nodes[parent].Children.Add(ids[i]);
        }
        if (layout == 1 && Chance(2)) profile.Nodes[0].Parent = 0;
        if (layout == 0 || Chance(2)) profile.Params.Add("has_node_stack", layout == 0 ? "true" : "false");
        int count = random.Next(1, 30);
        bool hasCpus = Chance(2), hasPids = Chance(2), hasTids = Chance(2), hasValues = Chance(2);
        for (int i = 0; i < count; i++)
        {
            double delta = random.Next(0, 100) / 512.0;
            profile.EndTime += delta;
            profile.TimeDeltas.Add(delta);
            profile.Samples.Add(ids[random.Next(ids.Length)]);
            if (hasCpus) profile.SamplesCpu.Add((uint)random.Next(300));
            if (hasPids) profile.SamplesPid.Add((uint)random.NextInt64(uint.MaxValue));
            if (hasTids) profile.SamplesTid.Add((uint)random.Next(5));
            if (hasValues) profile.SamplesValue.Add((ulong)random.NextInt64(1L << 50));
        }
        if (Chance(2)) profile.Title = "title";
        if (Chance(2)) profile.Description = "description";
        if (Chance(2)) profile.IdleSampleCount = 7;
        return profile;
    }

    private static Nflxprofile.File MakeFile(Random random)
    {
        var file = new Nflxprofile.File { FileName = $"f{random.Next(3)}.js" };
        if (random.Next(2) == 0) file.Line = (uint)random.Next(1000);
        if (random.Next(2) == 0) file.Column = (uint)random.Next(100);
        return file;
    }
}
