using System.Globalization;
using System.Text;

namespace FlameScope.Parsing;

/// <summary>
/// Recognizes messages that perf writes to its error output, which are among the samples if both streams are redirected to one file, and what they
/// say about lost samples.
/// </summary>
internal static class PerfMessages
{
    public static bool IsMessage(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.TrimStart(line);
        return !text.IsEmpty && (IsLoss(text) || StartsLikeMessage(text) || ContainsMessage(text));
    }

    /// <summary>Returns what a message says about lost data, such as <c>15.72% of 119080 samples</c>; <c>null</c> if it says nothing.</summary>
    public static string? GetLoss(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = PerfText.Trim(line);
        if (IsTraceLoss(text)) return "trace data";
        if (text.StartsWith("AUX data had gaps in it "u8)) return "AUX data, gaps " + Encoding.UTF8.GetString(text["AUX data had gaps in it ".Length..].TrimEnd((byte)'!'));
        if (text.StartsWith("AUX data lost "u8)) return "AUX data, " + Encoding.UTF8.GetString(text["AUX data lost ".Length..].TrimEnd((byte)'!'));
        if (!IsProcessed(text, out int lost)) return null;
        ReadOnlySpan<byte> amount = text[(lost + " and lost ".Length)..].TrimEnd((byte)'!');
        ReadOnlySpan<byte> total = text["Processed ".Length..lost];
        return string.Create(
            CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(amount)} of {Encoding.UTF8.GetString(total)}");
    }

    // The beginnings of messages of perf script and of the libraries it uses.
    private static bool StartsLikeMessage(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'W' => text.StartsWith("Warning:"u8) || text.StartsWith("WARNING: Kernel address maps"u8),
        (byte)'[' => text.StartsWith("[ perf record:"u8),
        (byte)'A' => text.StartsWith("Are you running a KVM guest in the background?"u8),
        (byte)'R' => text.StartsWith("Reloading kvm_intel module with "u8),
        (byte)'T' => text.StartsWith("The time limit to process proc map is too short?"u8),
        (byte)'n' => text.StartsWith("not processed, if there are samples for addresses they"u8),
        (byte)'t' => text.StartsWith("threads by running with -v and redirecting the output"u8) || text.SequenceEqual("to a file."u8),
        (byte)'w' => text.StartsWith("will reduce the gaps to only guest's timeslices."u8) || text.StartsWith("will not be resolved, you may find out which are these"u8),
        (byte)'C' => text.StartsWith("Check IO/CPU overload!"u8) || text.StartsWith("Consider reporting to linux-kernel@vger.kernel.org"u8) || text.StartsWith("Couldn't record kernel reference relocation symbol"u8)
            || text.StartsWith("Can't unwind "u8) || text.StartsWith("Cannot load tips.txt"u8),
        (byte)'F' => text.StartsWith("Failed to open "u8) || text.StartsWith("Found invalid callchains!"u8),
        (byte)'N' => text.StartsWith("No kallsyms or vmlinux with build-id "u8),
        (byte)'S' => text.StartsWith("Samples for '"u8) || text.StartsWith("Samples in kernel "u8) || text.StartsWith("Samples misordered, previous: "u8) || text.StartsWith("Symbol resolution may be skewed"u8),
        (byte)'D' => text.StartsWith("Do you have a KVM guest running"u8),
        (byte)'I' => text.StartsWith("If some relocation was applied"u8) || text.StartsWith("Is this an older tool"u8)
            || text.StartsWith("If that is not the case, consider reporting"u8) || text.StartsWith("Increase it by --proc-map-timeout"u8),
        (byte)'B' => text.StartsWith("BFD: "u8),
        (byte)'a' => text.StartsWith("addr2line: "u8),
        (byte)'b' => text.StartsWith("build id event received for "u8),
        (byte)'c' => text.StartsWith("cmd__addr2line"u8) || text.StartsWith("check /proc/sys/kernel/kptr_restrict"u8) || text.StartsWith("corrupted callchain"u8),
        (byte)'e' => text.StartsWith("even with a suitable vmlinux or kallsyms"u8),
        (byte)'f' => text.StartsWith("file is not found in the buildid cache"u8) || text.StartsWith("failed to open "u8),
        (byte)'i' => text.StartsWith("instruction trace error type "u8),
        (byte)'p' => text.StartsWith("pmu capabilities not available"u8) || text.StartsWith("problem processing "u8),
        (byte)'s' => text.StartsWith("symsrc__init: "u8),
        (byte)'u' => text.StartsWith("unwind: "u8),
        (byte)'L' => text.StartsWith("Looking at the vmlinux_path"u8),
        (byte)'U' => text.StartsWith("Using /proc/"u8),
        (byte)'/' => text.StartsWith("/proc/{kallsyms,modules} inconsistency"u8),
        _ => false,
    };

    private static bool ContainsMessage(ReadOnlySpan<byte> text) =>
        text.EndsWith("not found, continuing without symbols"u8)
        || (PerfText.IsDigit(text[0]) && IsCountMessage(text))
        || (text.StartsWith("Found "u8) && text.IndexOf(" unknown events!"u8) > 0);

    private static bool IsCountMessage(ReadOnlySpan<byte> text) =>
        text.EndsWith(" out of order events recorded."u8) || text.EndsWith(" unprocessable samples recorded."u8)
        || text.EndsWith(" samples with id not present in the header"u8) || text.EndsWith(" events were discarded for this reason."u8)
        || text.EndsWith(" map information files for pre-existing threads were"u8) || text.EndsWith(" instruction trace errors"u8);

    private static bool IsLoss(ReadOnlySpan<byte> text) =>
        IsProcessed(text, out _) || IsTraceLoss(text) || text.StartsWith("AUX data lost "u8) || text.StartsWith("AUX data had gaps"u8)
        || text.StartsWith("AUX data detected collision"u8);

    // Processed 119080 samples and lost 15.72%!, Processed 4346 events and lost 144 chunks!
    private static bool IsProcessed(ReadOnlySpan<byte> text, out int lost)
    {
        lost = text.StartsWith("Processed "u8) ? text.IndexOf(" and lost "u8) : -1;
        return lost > "Processed ".Length && PerfText.IsDigit(text["Processed ".Length]);
    }

    private static bool IsTraceLoss(ReadOnlySpan<byte> text) =>
        text.EndsWith("Lost trace data"u8)
        && (text.StartsWith("instruction trace error type "u8) || text.StartsWith("Lost trace data"u8) || text.IndexOf(" error type "u8) > 0);
}
