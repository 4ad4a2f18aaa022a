using System.Text;
using FlameScope.Model;
using Xunit;

namespace FlameScope.Parsing.Tests;

public class LinuxModuleKindTests
{
    [Theory]
    [InlineData("", FrameKind.Unknown)]
    [InlineData("[unknown]", FrameKind.Unknown)]
    [InlineData("[kernel.kallsyms]", FrameKind.Kernel)]
    [InlineData("[kernel.kallsyms]_stext", FrameKind.User)]
    [InlineData("[guest.kernel.kallsyms]", FrameKind.Kernel)]
    [InlineData("[guest.kernel.kallsyms.1234]", FrameKind.Kernel)]
    [InlineData("[guest.kernel.kallsyms].1234", FrameKind.Kernel)]
    [InlineData("[nf_conntrack]", FrameKind.Kernel)]
    [InlineData("[ext4]", FrameKind.Kernel)]
    [InlineData("[stackdepot]", FrameKind.Kernel)]
    [InlineData("[anonfs]", FrameKind.Kernel)]
    [InlineData("vmlinux", FrameKind.Kernel)]
    [InlineData("/boot/vmlinux-6.1.0-18-amd64", FrameKind.Kernel)]
    [InlineData("/usr/lib/debug/lib/modules/5.4.0/vmlinux", FrameKind.Kernel)]
    [InlineData("/home/me/vmlinuxer", FrameKind.User)]
    [InlineData("/lib/modules/6.1.0/kernel/fs/ext4/ext4.ko", FrameKind.Kernel)]
    [InlineData("/lib/modules/6.1.0/kernel/fs/ext4/ext4.ko.xz", FrameKind.Kernel)]
    [InlineData("/lib/modules/6.1.0/kernel/fs/ext4/ext4.ko.gz", FrameKind.Kernel)]
    [InlineData("/lib/modules/6.1.0/kernel/fs/ext4/ext4.ko.zst", FrameKind.Kernel)]
    [InlineData("bpf_prog_6deef7357e7b4530_trace", FrameKind.Kernel)]
    [InlineData("/tmp/perf-1234.map", FrameKind.Jit)]
    [InlineData("/proc/77/root/tmp/perf-1.map", FrameKind.Jit)]
    [InlineData("/tmp/perf-.map", FrameKind.User)]
    [InlineData("/tmp/perf-12a.map", FrameKind.User)]
    [InlineData("/root/.debug/jit/java-jit-20240101.abc/jitted-1234-5.so", FrameKind.Jit)]
    [InlineData("jitted-1.so", FrameKind.Jit)]
    [InlineData("[JIT] tid 1234", FrameKind.Jit)]
    [InlineData("[JIT app cache]", FrameKind.Jit)]
    [InlineData("/memfd:doublemapper", FrameKind.Jit)]
    [InlineData("memfd:doublemapper", FrameKind.Jit)]
    [InlineData("[vdso]", FrameKind.User)]
    [InlineData("[vsyscall]", FrameKind.User)]
    [InlineData("[heap]", FrameKind.User)]
    [InlineData("[stack]", FrameKind.User)]
    [InlineData("[stack:123]", FrameKind.User)]
    [InlineData("[anon:libc_malloc]", FrameKind.User)]
    [InlineData("[uprobes]", FrameKind.User)]
    [InlineData("//anon", FrameKind.User)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libc.so.6", FrameKind.User)]
    [InlineData("/opt/a dir/(odd) name", FrameKind.User)]
    [InlineData("[", FrameKind.User)]
    [InlineData("/", FrameKind.User)]
    public void The_kind_of_a_module_follows_from_its_name(string module, FrameKind kind) =>
        Assert.Equal(kind, LinuxModuleKind.Of(Encoding.UTF8.GetBytes(module)));
}
