using System.Runtime.CompilerServices;

namespace FlameScope.Export.Tests;

/// <summary>All tests of this project write through the smallest buffer, so that every text crosses the end of a buffer somewhere.</summary>
internal static class SmallBuffers
{
    [ModuleInitializer]
    internal static void Use() => Utf8Output.BufferSize = 64;
}
