using Xunit;

namespace FlameScope.Parsing.Tests;

public class PprofLaws
{
    [Fact]
    public void Any_block_size_gives_the_same_profile() => FormatLaws.BlockSizesGiveTheSameProfile(PprofFile.Example().ToArray());

    [Fact]
    public void A_file_cut_at_any_byte_gives_a_prefix_or_the_exception()
    {
        PprofFile file = PprofFile.Example();
        FormatLaws.CutsGivePrefixes(file.ToArray(), "pprof");
        // The order in which a cut leaves something to read.
        FormatLaws.CutsGivePrefixes(new Proto().Append(file.Texts).Append(file.ToProto()).ToArray(), "pprof");
    }

    [Fact]
    public void A_changed_file_gives_a_profile_or_the_exception() =>
        FormatLaws.MutationsGiveProfilesOrTheException(PprofFile.Example().ToArray(), "pprof");
}
