// A server for a folder of profiles, to deploy as it is or to take as a start. Settings are in appsettings.json, in the environment (FlameScope__Folder=/profiles)
// and on the command line:
//
//     dotnet run --project samples/FlameScope.Server -- --FlameScope:Folder=samples/profiles

#region embed
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddFlameScope();
WebApplication app = builder.Build();
app.MapFlameScope("/profiles"); // .RequireAuthorization()
#endregion
app.MapGet("/", () => Results.Redirect("/profiles/"));
app.MapHealthChecks("/health");

// Recording needs the diagnostic port of the runtime and shows what the app does, so it is mapped only on request.
if (app.Configuration.GetValue<bool>("FlameScope:RecordsItself"))
{
    #region self
    app.MapFlameScopeSelf("/debug/flamescope"); // GET /debug/flamescope?seconds=10
    #endregion
}

#region embed
app.Run();
#endregion
