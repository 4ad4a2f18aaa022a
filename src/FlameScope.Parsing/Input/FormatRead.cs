using System.Text;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>A read of one input by the parser of a format.</summary>
internal sealed class FormatRead
{
    private readonly ProfileBuilder _builder;
    private readonly ReadContext _context;
    private readonly IProfileParser _parser;

    public FormatRead(IProfileReader reader, ProfileReadOptions options, string? path, CancellationToken cancellationToken)
    {
        _builder = new ProfileBuilder { Format = reader.Name };
        _context = new ReadContext(reader.Name, options, path, cancellationToken);
        _parser = reader.CreateParser(_builder, _context);
    }

    /// <summary>Parses an input in memory.</summary>
    public Profile Parse(ReadOnlySpan<byte> input)
    {
        try
        {
            for (int consumed = 0; ;)
            {
                int count = _parser.Parse(input[consumed..], isFinal: true);
                consumed += count;
                if (consumed == input.Length || count == 0) break;
            }
            return Finish(null);
        }
        catch (ProfileFormatException fault)
        {
            fault.Format ??= _context.Format;
            throw;
        }
    }

    /// <summary>Reads an input to its end. Synchronous input is parsed before this method returns.</summary>
    public async ValueTask<Profile> ReadAsync(ProfileInput input, CancellationToken cancellationToken)
    {
        try
        {
            await input.ReadToEndAsync(new CarryOverBuffer(_parser, _context.Options.BlockSize, input.Length), cancellationToken).ConfigureAwait(false);
            return Finish(input.Damage);
        }
        catch (ProfileFormatException fault)
        {
            fault.Format ??= _context.Format;
            throw;
        }
    }

    private Profile Finish(string? damage)
    {
        if (damage is not null) _context.Report(InputProblem.DamagedCompression, default, Encoding.UTF8.GetBytes(damage));
        _parser.Complete();
        _builder.Diagnostics = _context.ToDiagnostics();
        return _builder.Build();
    }
}
