using System.CommandLine;
using System.Globalization;
using System.Net;
using FlameScope.Cli.Options;

namespace FlameScope.Cli.Commands;

/// <summary><c>flamescope serve</c>: the profile browser over a folder. It starts the server, which is a program of its own.</summary>
internal sealed class ServeCommand : Command
{
    private const int DefaultPort = 5000;
    private const string Loopback = "localhost";
    private const long Mebibyte = 1024 * 1024;

    private readonly Argument<string> _folder = new("FOLDER") { Description = "The folder with the profiles, of any format and in any sub-folder, or a dataset that 'dataset write' wrote." };

    private readonly Option<int?> _port = NumberOption.Whole(
        "--port", "N", $"The port; the default is {DefaultPort}, and 0 is any free port.", minimum: 0, maximum: IPEndPoint.MaxPort);

    private readonly Option<string?> _listen = PatternOption.Text(
        "--listen", "ADDRESS", "The address to listen at; the default is localhost, so that only this machine can connect. 0.0.0.0 is every address.");

    private readonly Option<string[]> _host = new("--host")
    {
        HelpName = "NAME",
        Description = "A host name by which clients may address the server, in addition to addresses, localhost and the name of this machine.",
    };

    private readonly Option<bool> _upload = new("--upload") { Description = "Let clients add profiles to the folder. Existing files are never replaced." };

    private readonly Option<int?> _cache = NumberOption.Whole(
        "--cache", "MB", "The memory for parsed profiles and answers, in MB; the default is 512.", minimum: 16, maximum: 1024 * 1024);

    public ServeCommand(string name)
        : base(name, "Serve a folder of profiles, or a dataset, to browsers: the list, heat maps, flame graphs of any range, and comparisons.")
    {
        Add(_folder);
        foreach (Option option in new Option[] { _port, _listen, _host, _upload, _cache }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult command)
    {
        string folder = Path.GetFullPath(command.GetRequiredValue(_folder));
        if (!Directory.Exists(folder)) throw new InputException(command.GetRequiredValue(_folder), "there is no such folder");
        var settings = new List<string>
        {
            $"--FlameScope:Folder={folder}",
            $"--urls=http://{AddressOf(command)}",
        };
        string[] hosts = command.GetValue(_host) ?? [];
        for (int i = 0; i < hosts.Length; i++) settings.Add(string.Create(CultureInfo.InvariantCulture, $"--FlameScope:AllowedHosts:{i}={hosts[i]}"));
        if (command.GetValue(_upload)) settings.Add("--FlameScope:AllowUploads=true");
        if (command.GetValue(_cache) is { } cache) settings.Add(string.Create(CultureInfo.InvariantCulture, $"--FlameScope:CacheBytes={cache * Mebibyte}"));
        return ServerProcess.Run(settings);
    }

    private string AddressOf(ParseResult command)
    {
        int port = command.GetValue(_port) ?? DefaultPort;
        string address = command.GetValue(_listen) ?? Loopback;
        if (IPAddress.TryParse(address, out IPAddress? ip)) return new IPEndPoint(ip, port).ToString();
        if (address != Loopback) throw new UsageException($"--listen takes an address or {Loopback}, not '{address}'");
        // A free port is chosen for one address, and localhost is two.
        return port == 0 ? new IPEndPoint(IPAddress.Loopback, 0).ToString() : string.Create(CultureInfo.InvariantCulture, $"{Loopback}:{port}");
    }
}
