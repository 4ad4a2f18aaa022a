using System.Net.Sockets;
using System.Text;

namespace FlameScope.AspNetCore.Tests;

/// <summary>Sends requests byte by byte, also those that no client library sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request on a connection of its own and returns the answer; empty if the server closes the connection.</summary>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // The server reset the connection.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Requests a path and returns the status; 0 if the server closes the connection.</summary>
    public static async Task<int> GetStatusAsync(Uri address, string path, string host = "localhost") =>
        StatusOf(await SendAsync(address, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));

    public static int StatusOf(string answer) => answer.Length > 12 ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
