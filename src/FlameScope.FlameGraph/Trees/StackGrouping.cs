using System.Text.Json.Serialization;

namespace FlameScope.FlameGraph;

/// <summary>Specifies the first level of a tree, between the root and the frames.</summary>
/// <remarks>An id that the recording does not contain is shown as <c>?</c>. Threads whose labels are equal byte for byte share a group.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<StackGrouping>))]
public enum StackGrouping
{
    /// <summary>The thread's name: <c>java</c>.</summary>
    ThreadName,

    /// <summary>The thread's name and process id: <c>java-1234</c>.</summary>
    Process,

    /// <summary>The thread's name, process id and thread id: <c>java-1234/1235</c>.</summary>
    Thread,

    /// <summary>No grouping: the frames directly follow the root.</summary>
    None,
}
