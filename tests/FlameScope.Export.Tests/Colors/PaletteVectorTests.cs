using System.Text;
using System.Text.Json;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Export.Tests;

/// <summary>
/// The colors of some frames in each palette, in <c>Goldens/palettes.json</c>, so that other programs, such as the script of the report, can be
/// tested for the same colors.
/// </summary>
public class PaletteVectorTests
{
    private static readonly (string Name, FrameKind Kind, string Module)[] Frames =
    [
        ("main", FrameKind.User, "/usr/bin/app"),
        ("main", FrameKind.Kernel, "[kernel.kallsyms]"),
        ("[libc.so.6]", FrameKind.User, "/usr/lib/libc.so.6"),
        ("[libc.so.6]", FrameKind.User, ""),
        ("[unknown]", FrameKind.Unknown, ""),
        ("", FrameKind.Unknown, "[unknown]"),
        ("größe_日本", FrameKind.User, "/opt/größe/lib日本.so"),
        ("vfs_read", FrameKind.Kernel, "[kernel.kallsyms]"),
        ("nf_hook", FrameKind.Kernel, "[nf_conntrack]"),
        ("std::vector<int, std::allocator<int> >::at", FrameKind.User, "/usr/bin/app"),
        ("bool (anonymous namespace)::less::operator()", FrameKind.Inlined, "/usr/bin/app"),
        ("<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop", FrameKind.User, "/usr/bin/ripgrep"),
        ("regex_automata::hybrid::dfa::next", FrameKind.Inlined, "/usr/bin/ripgrep"),
        ("java/util/HashMap::get", FrameKind.Jit, "/tmp/perf-42.map"),
        ("java/util/HashMap::get", FrameKind.Jit, "/tmp/perf-43.map"),
        ("java.util.HashMap.hash(java.lang.Object)", FrameKind.Inlined, "/tmp/perf-42.map"),
        ("Interpreter", FrameKind.Jit, "/tmp/perf-42.map"),
        ("G1ParScanThreadState::trim_queue", FrameKind.User, "/usr/lib/jvm/lib/server/libjvm.so"),
        ("[libjvm.so]", FrameKind.User, "/usr/lib/jvm/lib/server/libjvm.so"),
        ("LazyCompile:*handle /srv/app/index.js:12", FrameKind.Jit, "/tmp/perf-7.map"),
        ("JS:~next /srv/app/node_modules/express/lib/router/index.js:177", FrameKind.Jit, "/tmp/perf-7.map"),
        ("JS:*a /srv/node_modules/x/node_modules/@babel/core/lib/a.js:1", FrameKind.Jit, "/tmp/perf-7.map"),
        ("JS:^emit node:events:508", FrameKind.Jit, "/tmp/perf-7.map"),
        ("Builtin:ArrayMap", FrameKind.Jit, "/tmp/perf-7.map"),
        ("v8::internal::Heap::Scavenge", FrameKind.User, "/usr/bin/node"),
        ("void [System.Private.CoreLib] System.Threading.Thread::StartCallback()[Tier0]", FrameKind.Jit, "/tmp/perf-9.map"),
        ("int32 [Shop] Shop.Orders.Basket::Total(class Shop.Orders.Item[])[OptimizedTier1]", FrameKind.Jit, "/memfd:doublemapper"),
        ("[System.Private.CoreLib.dll]", FrameKind.User, "/usr/share/dotnet/System.Private.CoreLib.dll"),
        ("JIT_New", FrameKind.User, "/usr/share/dotnet/libcoreclr.so"),
    ];

    [Fact]
    public void Colors_do_not_change() => Golden.Check("palettes.json", stream => stream.Write(Encoding.UTF8.GetBytes(Write())));

    private static string Write()
    {
        var text = new StringBuilder("[\n");
        foreach (string palette in Palette.Names)
        {
            foreach ((string name, FrameKind kind, string module) in Frames)
            {
                string color = Palette.Parse(palette).ColorOf(name, kind, module).ToHex();
                string[] row = [palette, name, kind.ToString().ToLowerInvariant(), module, color];
                text.Append(text.Length > 2 ? ",\n" : "").Append('[').AppendJoin(", ", row.Select(cell => $"\"{JsonEncodedText.Encode(cell)}\"")).Append(']');
            }
        }
        return text.Append("\n]\n").ToString();
    }
}
