using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>Recognizes and reads one profile format. An implementation has no state; options of the format are its properties.</summary>
/// <remarks>
/// <see cref="ProfileFormats"/> holds the formats that are read. To read another one, implement this interface and add the implementation with
/// <see cref="ProfileFormats.With"/>.
/// </remarks>
public interface IProfileReader
{
    /// <summary>The name of the format in lower case, such as <c>pprof</c>. It selects the format and is the <see cref="Profile.Format"/>.</summary>
    string Name { get; }

    /// <summary>A sentence fragment about the format, such as the programs that write it.</summary>
    string Description { get; }

    /// <summary>Compares the start of an input with the format.</summary>
    /// <param name="probe">The start of the input, decompressed.</param>
    /// <returns>
    /// <see cref="FormatMatch.Yes"/> only if the input is certainly of the format; <see cref="FormatMatch.NeedMoreData"/> if more of the input may decide.
    /// </returns>
    FormatMatch Match(FormatProbe probe);

    /// <summary>Creates a parser for one input.</summary>
    /// <param name="builder">The builder that receives the profile. Its <see cref="ProfileBuilder.Diagnostics"/> are set by the caller.</param>
    /// <param name="context">The options, and the methods that report problems.</param>
    /// <returns>The parser.</returns>
    IProfileParser CreateParser(ProfileBuilder builder, ReadContext context);
}
