namespace FlameScope.Server;

/// <summary>Names that the program and the console app agree on.</summary>
internal static class ServerDefaults
{
    public const string StopsWithInput = "FlameScope:StopsWithInput";

    public const string LogCategory = "FlameScope.AspNetCore";
}
