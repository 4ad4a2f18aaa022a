using Parquet;
using Parquet.Schema;

namespace FlameScope.Columnar;

/// <summary>
/// The tables of a dataset and their columns. Files lie in storage for years: columns are only added, at the end, and readers must accept files without them.
/// </summary>
internal static class DatasetTables
{
    /// <summary>The key in the footer of each file whose value is the version of the schema.</summary>
    public const string VersionKey = "flamescope.schema";

    public const int Version = 1;

    public const string Samples = "samples";
    public const string Stacks = "stacks";
    public const string Frames = "frames";
    public const string Contexts = "contexts";
    public const string Labels = "labels";
    public const string Recordings = "recordings";

    /// <summary>The maximum number of value types of an event.</summary>
    public const int MaximumValues = 4;

    public const string Time = "time_unix_nano";
    public const string StackId = "stack_id";
    public const string ContextId = "context_id";

    public static string[] ValueColumns { get; } = ["value", "value_2", "value_3", "value_4"];

    public static ParquetSchema FramesSchema { get; } = new(
        new DataField<long>("frame_id"),
        Text("name"),
        Text("function"),
        Text("module"),
        Text("kind"),
        Text("source"),
        new DataField<int>("line_number"),
        new DataField<int>("column_number"),
        new DataField<bool>("inlined"));

    public static ParquetSchema ContextsSchema { get; } = new(
        new DataField<long>(ContextId),
        new DataField<long?>("pid"),
        new DataField<long?>("tid"),
        Text("comm"),
        new DataField("process", typeof(string), isNullable: true),
        Text("event"),
        Text("value_types"),
        new DataField<int>("default_value"));

    public static ParquetSchema LabelsSchema { get; } = new(
        new DataField<long>(ContextId), Text("key"), Text("value"), new DataField<bool>("is_number"), Text("unit"));

    public static ParquetSchema RecordingsSchema { get; } = new(
        Text("recording_id"),
        new DataField<long>("start_unix_nano"),
        new DataField<long>("end_unix_nano"),
        new DataField<bool>("clock_exact"),
        new DataField<long>("samples"),
        new DataField<long>("idle"),
        new DataField<long>("untimed"),
        new DataField<long>("lost"),
        new DataField<long>("unreadable"),
        Text("format"),
        Text("header"));

    /// <summary>Returns the options for writing the tables with texts.</summary>
    public static ParquetOptions CreateOptions(System.IO.Compression.CompressionLevel compression) =>
        new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = compression };

    private static DataField Text(string name) => new(name, typeof(string), isNullable: false);
}
