namespace FlameScope.Parsing.Tests;

/// <summary>The message of <c>OtlpFile.Example</c> as JSON.</summary>
internal static class OtlpJsonExample
{
    public const string Text = """
        {"resourceProfiles":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"process.pid","value":{"intValue":"99"}}]},
          "scopeProfiles":[{"scope":{"name":"profiler","version":"1.2","attributes":[{"key":"build","value":{"boolValue":true}}]},
            "profiles":[{"sampleType":{"typeStrindex":12,"unitStrindex":13},
              "samples":[
                {"stackIndex":1,"attributeIndices":[2,3],"timestampsUnixNano":["1700000000000000001","1700000000000000009"]},
                {"stackIndex":2,"attributeIndices":[2],"linkIndex":1,"values":["7",8],"timestampsUnixNano":["1700000000000000005","1700000000000000006"]},
                {"stackIndex":1,"attributeIndices":[4],"values":["30"]}],
              "timeUnixNano":"1700000000000000000","durationNano":"5000","periodType":{"typeStrindex":12,"unitStrindex":13},"period":"1000",
              "profileId":"000102030405060708090a0b0c0d0e0f","attributeIndices":[5]}]}]}],
        "dictionary":{
          "mappingTable":[{},{"memoryStart":"4096","memoryLimit":"8192","filenameStrindex":1}],
          "locationTable":[{},
            {"mappingIndex":1,"address":"16","lines":[{"functionIndex":1,"line":"10","column":"5"}]},
            {"mappingIndex":1,"address":"32","lines":[{"functionIndex":2,"line":"3"},{"functionIndex":3,"line":"7"}]},
            {"address":"48","lines":[{"functionIndex":4}],"attributeIndices":[1]}],
          "functionTable":[{},{"nameStrindex":2,"filenameStrindex":3},{"nameStrindex":4,"filenameStrindex":5},{"nameStrindex":6,"filenameStrindex":7},{"nameStrindex":8}],
          "linkTable":[{},{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"01020304050607FF"}],
          "stringTable":["","/usr/bin/app","main","main.c","inner","lib.h","work","work.c","read","thread.name","thread.id","size","cpu","nanoseconds","bytes","profile.kind","profile.frame.type"],
          "attributeTable":[{},{"keyStrindex":16,"value":{"stringValue":"kernel"}},{"keyStrindex":9,"value":{"stringValue":"worker"}},
            {"keyStrindex":10,"value":{"intValue":12}},{"keyStrindex":11,"value":{"intValue":"5"},"unitStrindex":14},{"keyStrindex":15,"value":{"stringValue":"on-cpu"}}],
          "stackTable":[{},{"locationIndices":[2,1]},{"locationIndices":[3,2,1]}]}}
        """;
}
