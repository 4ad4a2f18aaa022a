using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FlameScope.AspNetCore.Tests;

/// <summary>A connection for many requests whose targets are sent as they are, which HTTP clients do not do.</summary>
internal sealed class PipelinedConnection(Uri address) : IDisposable
{
    private TcpClient? _client;
    private Stream _stream = Stream.Null;

    /// <summary>Requests a target and returns the status and the content.</summary>
    public async Task<(int Status, string Body)> GetAsync(string target)
    {
        // The server may have closed the connection after a request that was none.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                if (_client is null) await ConnectAsync();
                await _stream.WriteAsync(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                return await ReadAsync();
            }
            catch (Exception fault) when (fault is IOException or EndOfStreamException && attempt == 0)
            {
                Close();
            }
        }
    }

    public void Dispose() => Close();

    private async Task ConnectAsync()
    {
        _client = new TcpClient { ReceiveTimeout = 120_000 };
        await _client.ConnectAsync(address.Host, address.Port);
        _stream = new BufferedStream(_client.GetStream(), 64 * 1024);
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }

    private async Task<(int Status, string Body)> ReadAsync()
    {
        await _stream.FlushAsync();
        int status = RawHttp.StatusOf(ReadLine());
        int? length = null;
        bool isChunked = false, closes = false;
        for (string line = ReadLine(); line.Length > 0; line = ReadLine())
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
            isChunked |= line.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
            closes |= line.StartsWith("Connection: close", StringComparison.OrdinalIgnoreCase);
        }
        string body = isChunked ? ReadChunks() : status is 204 or 304 ? "" : ReadText(length ?? 0);
        if (closes) Close();
        return (status, body);
    }

    private string ReadChunks()
    {
        var body = new StringBuilder();
        while (true)
        {
            int length = int.Parse(ReadLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(ReadText(length));
            ReadLine();
            if (length == 0) return body.ToString();
        }
    }

    private string ReadText(int length)
    {
        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            int next = _stream.ReadByte();
            if (next < 0) throw new EndOfStreamException();
            if (next == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)next);
        }
    }
}
