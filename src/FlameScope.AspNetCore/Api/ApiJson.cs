using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlameScope.AspNetCore;

/// <summary>The JSON of answers. Characters that are significant in HTML are escaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FlameScopeErrorBody))]
[JsonSerializable(typeof(FlameScopeProfileBody[]))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ProfileListBody))]
[JsonSerializable(typeof(ProfileItemBody))]
[JsonSerializable(typeof(AboutBody))]
[JsonSerializable(typeof(HeatmapBody))]
[JsonSerializable(typeof(SelectionBody))]
[JsonSerializable(typeof(FlameGraphBody))]
[JsonSerializable(typeof(DiffBody))]
[JsonSerializable(typeof(FunctionsBody))]
[JsonSerializable(typeof(ChangesBody))]
[JsonSerializable(typeof(CallersBody))]
[JsonSerializable(typeof(MomentsBody))]
[JsonSerializable(typeof(HostsBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
