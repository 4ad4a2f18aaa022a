using System.IO.Pipelines;
using System.Text;
using FlameScope.Parsing;

namespace FlameScope.PowerShell;

/// <summary>A profile whose text arrives line by line.</summary>
internal sealed class TextInput : IDisposable
{
    private readonly Pipe _pipe = new();
    private readonly CancellationToken _cancellationToken;
    private readonly Task<ProfileView> _reading;
    private bool _isCompleted;

    public TextInput(ProfileReadOptions options, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _reading = Task.Run(() => ProfileView.OpenAsync(_pipe.Reader, options, null, cancellationToken), CancellationToken.None);
    }

    /// <summary>Adds lines. Waits while the parser is behind.</summary>
    public void Write(IEnumerable<string> lines)
    {
        if (_isCompleted) return;
        foreach (string line in lines)
        {
            Encoding.UTF8.GetBytes(line, _pipe.Writer);
            _pipe.Writer.GetSpan(1)[0] = (byte)'\n';
            _pipe.Writer.Advance(1);
        }
        // The pipe buffers 64 KiB, so that nearly all of these calls return at once.
        Task<FlushResult> flush = _pipe.Writer.FlushAsync(_cancellationToken).AsTask();
        // The parser has failed: Complete reports why.
        if (flush.GetAwaiter().GetResult().IsCompleted) Close();
    }

    /// <summary>Ends the text and returns the profile.</summary>
    public ProfileView Complete()
    {
        Close();
        return _reading.GetAwaiter().GetResult();
    }

    /// <summary>Ends the text. The parser is not waited for.</summary>
    public void Dispose() => Close();

    private void Close()
    {
        if (_isCompleted) return;
        _isCompleted = true;
        _pipe.Writer.Complete();
    }
}
