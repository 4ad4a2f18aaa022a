namespace FlameScope.Parsing;

/// <summary>The types of the events that describe a chunk. All other ids are defined by the metadata.</summary>
internal static class JfrEventIds
{
    public const long Metadata = 0;
    public const long Constants = 1;
}
