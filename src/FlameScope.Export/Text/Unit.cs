using System.Text;

namespace FlameScope.Export;

/// <summary>Writes a value with its unit, in the singular or plural: <c>1 sample</c>, <c>2 samples</c>.</summary>
internal sealed class Unit(string plural)
{
    private readonly byte[] _plural = Encoding.UTF8.GetBytes(plural);
    private readonly byte[] _singular = Encoding.UTF8.GetBytes(plural.EndsWith('s') ? plural[..^1] : plural);

    public void Write(Utf8Output output, long value)
    {
        output.WriteGrouped(value);
        output.WriteByte((byte)' ');
        XmlText.Write(output, value == 1 ? _singular : _plural, int.MaxValue);
    }
}
