namespace FlameScope.AspNetCore;

/// <summary>The parameters of the resources.</summary>
internal static class ApiParameters
{
    public static readonly ApiParameter[] Profile =
    [
        new("profile", "string", "The name of the profile: its path in the folder.") { IsRequired = true },
        new("version", "string", "The version that the answer must be of; another one is a 409."),
    ];

    public static readonly ApiParameter[] Selection =
    [
        .. Profile,
        new("from", "number", "The start in seconds after the origin, with up to nine decimals."),
        new("to", "number", "The end in seconds after the origin, excluded."),
        new("event", "string", "The event of the samples; the default is all."),
        new("comm", "string", "The name of the thread."),
        new("pid", "integer", "The id of the process."),
        new("tid", "integer", "The id of the thread."),
        new("cpu", "integer", "The processor."),
        new("label", "string", "A label of the samples: KEY=TEXT.") { Repeats = true },
        new("match", "string", "A regular expression that matches the name of a frame of the stack."),
        new("exclude", "string", "A regular expression that matches the name of no frame of the stack."),
        new("search", "string", "Another regular expression that matches the name of a frame of the stack."),
        new("idle", "string", "Whether idle samples are included.") { Words = ["exclude", "include", "0", "1"] },
        new("weight", "string", "The value of each sample; the default is that of the profile."),
        new("transform", "string", "A transform of the stacks, such as collapse-kernel.") { Repeats = true },
    ];

    public static readonly ApiParameter[] Grouping =
    [
        new("grouping", "string", "The first level: comm, pid, tid, none, or label:KEY; the default is comm."),
        new("reversed", "boolean", "Whether stacks start at the leaf."),
    ];

    public static readonly ApiParameter[] Pruning =
    [
        new("minimum", "number", "The minimum share of a node, from 0 to 1; the default is 0.0005."),
        new("zoom", "integer", "The id of a node below which the minimum is a share of that node."),
    ];

    public static readonly ApiParameter[] Baseline =
    [
        new("baseline", "string", "What the selection is compared with.") { Words = ["whole", "rest", "range", "profile"] },
        new("baselineFrom", "number", "The start of the baseline in seconds after its origin."),
        new("baselineTo", "number", "The end of the baseline, excluded."),
        new("baselineProfile", "string", "The name of the other profile."),
        new("swapped", "boolean", "Whether the sides are exchanged."),
        new("normalization", "string", "What the values of each side are divided by.") { Words = ["total", "time", "cpuTime", "none"] },
    ];

    public static readonly ApiParameter[] List =
    [
        new("search", "string", "A part of the name."),
        new("format", "string", "The name of the format."),
        new("sort", "string", "The order.") { Words = ["name", "modified", "bytes", "duration", "samples", "format"] },
        new("descending", "boolean", "Whether the order is reversed."),
        new("skip", "integer", "The number of profiles before the page."),
        new("take", "integer", "The maximum number of profiles of the page, up to 1,000; the default is 50."),
    ];

    public static readonly ApiParameter[] Heatmap =
    [
        .. Selection,
        new("rows", "integer", "The number of rows, from 1 to 1,000; the default is 50."),
        new("columnLength", "number", "The length of a column in seconds; the default is 1."),
        new("cpuBuckets", "integer", "The number of ranges for which the number of busy processors is given."),
        new("crop", "boolean", "Whether the columns are those of the range instead of all."),
    ];

    public static readonly ApiParameter[] Thumbnail =
    [
        .. Profile,
        new("width", "integer", "The width in pixels, from 16 to 1,000; the default is 240."),
        new("height", "integer", "The height in pixels, from 16 to 1,000; the default is 64."),
        new("theme", "string", "The background.") { Words = ["light", "dark"] },
    ];

    public static readonly ApiParameter[] Export =
    [
        new("format", "string", "svg, diff-svg, folded, diff-folded, json, diff-json, elided-json, heatmap-svg, heatmap-json, heatmap-csv, report, or the name of a writer.") { IsRequired = true },
        .. Selection,
        .. Grouping,
        .. Baseline,
        new("palette", "string", "The colors."),
        new("icicle", "boolean", "Whether the root is at the top."),
        new("title", "string", "The title."),
        new("rows", "integer", "The number of rows of a heat map."),
        new("widths", "string", "The side whose values are the widths of a difference.") { Words = ["target", "baseline", "elided"] },
        new("inline", "boolean", "Whether a picture is shown instead of saved."),
    ];
}
