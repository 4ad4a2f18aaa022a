using System.Globalization;
using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Collects the facts about the recording from the events that describe the JVM and the machine. The first of each fact holds.</summary>
internal sealed class JfrFacts(ProfileBuilder builder, ReadContext context, JfrTexts texts)
{
    private const string Jvm = "jdk.JVMInformation";
    private const string OperatingSystem = "jdk.OSInformation";
    private const string Processor = "jdk.CPUInformation";
    private const string LostSamples = "jdk.CPUTimeSamplesLost";
    private const string DataLoss = "jdk.DataLoss";

    private static readonly string[] JvmFields = ["jvmName", "jvmVersion", "jvmArguments", "javaArguments", "pid"];
    private static readonly string[] ProcessorFields = ["cpu", "cores", "hwThreads"];

    private readonly Dictionary<string, string> _facts = [];
    private readonly List<HeaderFact> _ordered = [];
    private long? _startNanoseconds;

    /// <summary>Indicates whether events of a type are facts.</summary>
    public static bool IsFact(string type) => type is Jvm or OperatingSystem or Processor or LostSamples or DataLoss;

    /// <summary>Returns the slot of a field of a fact; 0 if it is not needed.</summary>
    public static int SlotOf(string type, string field) => type switch
    {
        Jvm => Array.IndexOf(JvmFields, field) + 1,
        Processor => Array.IndexOf(ProcessorFields, field) + 1,
        OperatingSystem => field == "osVersion" ? 1 : 0,
        LostSamples => field == "lostSamples" ? 1 : 0,
        DataLoss => field == "amount" ? 1 : 0,
        _ => 0,
    };

    /// <summary>Returns the process id of an event that describes the JVM; <c>null</c> for another event.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="cursor">The cursor after the id of the type.</param>
    /// <param name="end">The offset of the next event.</param>
    public static long? ReadPid(in JfrChunk chunk, JfrType type, JfrCursor cursor, int end)
    {
        if (type.Name != Jvm) return null;
        JfrLayout layout = type.Layout ?? chunk.Metadata.GetLayout(type);
        int slot = SlotOf(Jvm, "pid");
        if (!layout.IsValid || layout.FieldOf(slot) is not { Type.Width: > 0 }) return null;
        Span<long> slots = stackalloc long[JfrSlots.Count];
        layout.Read(ref cursor, slots);
        return cursor.IsBroken || cursor.Position > end || slots[slot] <= 0 ? null : slots[slot];
    }

    /// <summary>Starts a chunk.</summary>
    public void Start(long startNanoseconds) => _startNanoseconds ??= startNanoseconds;

    /// <summary>Adds the facts of an event.</summary>
    public void Add(in JfrChunk chunk, JfrType type, JfrLayout layout, ReadOnlySpan<long> slots)
    {
        if (type.Name == LostSamples)
        {
            if (layout.FieldOf(1) is null) return;
            builder.LostCount = (long)Math.Min((ulong)builder.LostCount + (ulong)Math.Max(0, slots[1]), long.MaxValue);
            return;
        }
        if (type.Name == DataLoss)
        {
            context.Report(JfrProblem.Lost, chunk.PositionOf(JfrChunkHeader.Length), count: 1);
            return;
        }
        for (int slot = 1; slot <= JvmFields.Length; slot++)
        {
            if (layout.FieldOf(slot) is not { } field || _facts.ContainsKey(field.Name)) continue;
            string value = field.Type is { Width: > 0 }
                ? slots[slot].ToString(CultureInfo.InvariantCulture)
                : Encoding.UTF8.GetString(texts.Read(chunk, field, slots[slot]));
            if (value.Length == 0) continue;
            _facts.Add(field.Name, value);
            _ordered.Add(new HeaderFact { Name = field.Name, Value = value });
        }
    }

    /// <summary>Sets the header of the profile.</summary>
    public void Complete()
    {
        long start = _startNanoseconds ?? 0;
        builder.Header = new RecordingHeader
        {
            CommandLine = _facts.GetValueOrDefault("javaArguments"),
            CpuDescription = _facts.GetValueOrDefault("cpu"),
            CpusOnline = int.TryParse(_facts.GetValueOrDefault("hwThreads"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null,
            Clock = new WallClock(start, start, IsExact: true),
            Facts = _ordered,
        };
    }
}
