using System.Globalization;
using FlameScope.AspNetCore;
using FlameScope.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

// Configuration comes from the command line that the console app writes, from the environment, and from no file of the current directory: that is the
// user's, and may be the folder of profiles.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter(ServerDefaults.LogCategory, LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddFlameScope();
WebApplication app = builder.Build();
app.MapHealthChecks("/health");
app.MapFlameScope("");
// The console app holds the other end of standard input, so that this process ends with it, however that ends.
if (builder.Configuration.GetValue<bool>(ServerDefaults.StopsWithInput)) StopWithInput.Start(app.Lifetime);
try
{
    await app.StartAsync();
}
catch (IOException fault)
{
    Console.Error.WriteLine($"flamescope: {fault.Message}");
    return 1;
}
foreach (string address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Serving {app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<FlameScopeOptions>>().Value.Folder} at {address}/"));
}
await app.WaitForShutdownAsync();
return 0;
