namespace FlameScope.Parsing;

/// <summary>The rules of a file that find the caller of a function: the section <c>.eh_frame</c>.</summary>
internal sealed class UnwindTable
{
    public static UnwindTable? TryRead(ElfFile file) => null;
}
