using System.Globalization;
using FlameScope.Columnar;
using FlameScope.Cli.Server;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

// Configuration comes from the command line that the console app writes, from the environment, and from no file of the current directory: that is the
// user's, and may be the folder of profiles.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter(ServerDefaults.LogCategory, LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
string folder = builder.Configuration["FlameScope:Folder"] ?? "";
builder.Services.AddFlameScope(options =>
{
    if (folder.Length > 0 && DatasetFolder.Exists(folder)) (options.Folder, options.Store) = ("", new DatasetProfileStore(new DatasetFolder(folder)));
});
WebApplication app = builder.Build();
app.MapHealthChecks("/health");
try
{
    app.MapFlameScope("");
}
catch (OptionsValidationException fault)
{
    Console.Error.WriteLine($"flamescope: {string.Join(' ', fault.Failures)}");
    return 2;
}
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
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Serving {folder} at {address}/"));
}
await app.WaitForShutdownAsync();
return 0;
