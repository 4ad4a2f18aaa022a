using Xunit;

namespace FlameScope.Core.Tests.Api;

/// <summary>
/// The public surface of each library is the file <c>PublicApi.txt</c> beside its project, so that a change of it shows in review. Where the build for
/// .NET 8 has another, it has a file of its own, <c>PublicApi.net8.0.txt</c>. FLAMESCOPE_BLESS=1 writes the files anew.
/// </summary>
public class PublicApiTests
{
    private static readonly bool Net8 = Library.Framework == "net8.0";

    public static TheoryData<string> Libraries => [.. Library.All.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_api_is_the_one_in_the_file(string library)
    {
        string actual = ApiText.Of(Library.All[library]);
        string folder = Path.Combine(Repository.Folder, "src", library);
        string common = Path.Combine(folder, "PublicApi.txt"), ofNet8 = Path.Combine(folder, "PublicApi.net8.0.txt");
        if (Environment.GetEnvironmentVariable("FLAMESCOPE_BLESS") == "1") Bless(actual, common, ofNet8);
        string file = Net8 && File.Exists(ofNet8) ? ofNet8 : common;
        Assert.True(File.Exists(file), $"There is no {file}: FLAMESCOPE_BLESS=1 writes it.");
        string[] expected = File.ReadAllLines(file), lines = actual.TrimEnd('\n').Split('\n');
        // As sets first, which says what is new and what is gone; then the order.
        string gone = string.Join('\n', expected.Except(lines).Select(l => "- " + l)), added = string.Join('\n', lines.Except(expected).Select(l => "+ " + l));
        Assert.True(gone.Length + added.Length == 0, $"{library} has another public API than {file}:\n{gone}\n{added}");
        Assert.Equal(expected, lines);
    }

    [Fact]
    public void The_surface_of_the_text_itself_is_as_it_is_known()
    {
        string text = ApiText.Of(typeof(ApiText).Assembly).ReplaceLineEndings("\n");
        Assert.Contains(
            """

            abstract record ApiExample<T> : IDisposable where T : class
                const int Limit = 3
                protected ApiExample(string? first, string[] rest = null)
                T? Value { get; init; }
                int this[string key] { get; }
                abstract void Dispose()
                bool TryGet(ReadOnlySpan<byte> utf8, out List<string?> found)
                void Mark(params StringComparison[] how)
                void Wait(StringComparison how = StringComparison.Ordinal, CancellationToken token = default)


            """.ReplaceLineEndings("\n").TrimEnd('\n'),
            text,
            StringComparison.Ordinal);
    }

    private static void Bless(string actual, string common, string ofNet8)
    {
        if (!Net8) File.WriteAllText(common, actual);
        else if (actual != File.ReadAllText(common)) File.WriteAllText(ofNet8, actual);
        else File.Delete(ofNet8);
    }
}

/// <summary>Has one of much; for the test above.</summary>
public abstract record ApiExample<T> : IDisposable
    where T : class
{
    public const int Limit = 3;

    protected ApiExample(string? first, string[] rest = null!)
    {
        _ = first;
        _ = rest;
    }

    public T? Value { get; init; }

    public int this[string key] => key.Length;

    public bool TryGet(ReadOnlySpan<byte> utf8, out List<string?> found)
    {
        found = [];
        return utf8.IsEmpty;
    }

    public abstract void Dispose();

    public void Mark(params StringComparison[] how) => Assert.NotNull(how);

    public void Wait(StringComparison how = StringComparison.Ordinal, CancellationToken token = default) => Assert.NotEqual(default, how.ToString() + token);
}
