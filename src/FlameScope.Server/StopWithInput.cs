namespace FlameScope.Server;

/// <summary>Stops the server gracefully when standard input ends.</summary>
internal static class StopWithInput
{
    public static void Start(IHostApplicationLifetime lifetime)
    {
        var thread = new Thread(() =>
        {
            try
            {
                using Stream input = Console.OpenStandardInput();
                Span<byte> ignored = stackalloc byte[256];
                while (input.Read(ignored) > 0)
                {
                }
            }
            catch (IOException)
            {
                // The other end is gone.
            }
            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "standard input",
        };
        thread.Start();
    }
}
