namespace FlameScope.Parsing.Tests;

/// <summary>Small profiles in the layouts of several versions. Each has the stacks main, main;work and main;work;memcpy.</summary>
internal static class FirefoxTexts
{
    public const string Strings = """["main","work","memcpy","/usr/lib/libc.so","work.c","interpreter","0x1234"]""";

    public const string Categories = """[{"name":"Idle","color":"transparent","subcategories":["Other"]},{"name":"User","color":"yellow"},{"name":"Kernel","color":"orange"},{"name":"JavaScript"}]""";

    public const string Libs = """[{"name":"libc.so","path":"/usr/lib/libc.so","debugName":"libc.so.debug","debugPath":"","breakpadId":"EB6A9C9ADFA57841DE168E26FE30DDCD0","codeId":null,"arch":null}]""";

    public const string Samples = """{"length":4,"stack":[0,2,null,1],"time":[10,11.5,12,13.000001],"weight":null,"weightType":"samples"}""";

    public const string Funcs = """{"length":3,"name":[0,1,2],"isJS":[false,false,false],"relevantForJS":[false,false,false],"resource":[-1,-1,0],"fileName":[null,4,null],"lineNumber":[null,7,null],"columnNumber":[null,2,null]}""";

    public const string Frames = """
        {"length":3,"address":[-1,-1,4660],"inlineDepth":[0,1,0],"category":[1,1,1],"subcategory":[0,0,0],"func":[0,1,2],"nativeSymbol":[null,null,null],"innerWindowID":[null,null,null],
        "implementation":[null,null,null],"line":[null,11,null],"column":[null,null,null]}
        """;

    public const string Stacks = """{"length":3,"prefix":[null,0,1],"frame":[0,1,2]}""";

    public const string Resources = """{"length":1,"lib":[0],"name":[3],"host":[null],"type":[1]}""";

    public const string NoSymbols = """{"length":0,"address":[],"libIndex":[],"name":[],"functionSize":[]}""";

    public static string Tables(string stacks = Stacks, string frames = Frames, string funcs = Funcs) =>
        $"\"frameTable\":{frames},\"stackTable\":{stacks},\"funcTable\":{funcs},\"resourceTable\":{Resources},\"nativeSymbols\":{NoSymbols}";

    public static string Meta(int version, string more = "") =>
        $$"""{"interval":1,"startTime":1700000000000.5,"processType":0,"product":"app","stackwalk":1,"version":27,"preprocessedProfileVersion":{{version}},"categories":{{Categories}},"markerSchema":[]{{more}}}""";

    /// <summary>A profile with tables in each thread, as before version 56.</summary>
    public static string OfThreads(int version = 48, string samples = Samples, string more = "", string meta = "", string? tables = null) => $$"""
        {"meta":{{Meta(version, meta)}},"libs":{{Libs}},"pages":[],
        "threads":[{"processType":"default","processName":"app","processStartupTime":0,"name":"worker","isMainThread":false,"pid":"12","tid":34,{{tables ?? Tables()}},
        "samples":{{samples}},"markers":{"length":0,"data":[],"name":[],"startTime":[]},"stringArray":{{Strings}}{{more}}}]}
        """;

    /// <summary>A profile whose threads share the texts, as from version 56 on.</summary>
    public static string OfSharedStrings(int version = 56) => $$"""
        {"meta":{{Meta(version)}},"libs":{{Libs}},"shared":{"stringArray":{{Strings}}},
        "threads":[{"name":"worker","pid":"12","tid":"34","samples":{{Samples}},{{Tables()}}}]}
        """;

    /// <summary>A profile whose threads share all tables, as from version 60 on.</summary>
    public static string OfSharedTables(int version = 60, string stacks = Stacks, string more = "", string samples = Samples) => $$"""
        {"meta":{{Meta(version)}},"libs":{{Libs}},
        "threads":[{"name":"worker","pid":"12","tid":"34","samples":{{samples}}},{"name":"other","pid":"12","tid":"35","samples":{{samples}}}],
        "shared":{ {{Tables(stacks)}},"stringArray":{{Strings}}{{more}} } }
        """;

    /// <summary>A Gecko profile with another process in it.</summary>
    public static string Gecko(int version = 27) => $$"""
        {"meta":{"version":{{version}},"startTime":1700000000000,"interval":1,"processType":0,"stackwalk":1,"product":"Firefox","presymbolicated":true,"categories":{{Categories}}},
        "libs":[{"start":4096,"end":8192,"offset":0,"name":"libxul.so","path":"/usr/lib/libxul.so","debugName":"libxul.so","breakpadId":"0"}],
        "threads":[{"tid":34,"pid":12,"name":"GeckoMain","registerTime":0,"processType":"default","markers":{"schema":{"name":0},"data":[]},
        "samples":{"schema":{"stack":0,"time":1,"eventDelay":2},"data":[[0,10,0],[3,11.5,0.25],[null,12],[4,13.000001]]},
        "frameTable":{"schema":{"location":0,"relevantForJS":1,"innerWindowID":2,"implementation":3,"line":4,"column":5,"category":6,"subcategory":7},
        "data":[[0],[1,false,0,null,null,null,1],[2,true,0,5,12,3,3,0],[3,false,0,null,null,null,1],[4]]},
        "stackTable":{"schema":{"prefix":0,"frame":1},"data":[[null,0],[0,1],[1,2],[2,3],[0,4]]},
        "stringTable":["(root)","main (in /usr/bin/app)","run (http://host/app.js:10:4)","memcpy (in /usr/lib/libc.so) + 12","0x1010","interpreter"]}],
        "processes":[{"meta":{"version":{{version}},"startTime":1700000001000,"interval":1,"categories":{{Categories}}},"libs":[],"processes":[],
        "threads":[{"tid":99,"pid":13,"name":"Tab","samples":{"schema":{"time":0,"stack":1},"data":[[1,0]]},"frameTable":{"schema":{"location":0},"data":[[0]]},
        "stackTable":{"schema":{"frame":0,"prefix":1},"data":[[0,null]]},"stringTable":["tab"]}]}]}
        """;
}
