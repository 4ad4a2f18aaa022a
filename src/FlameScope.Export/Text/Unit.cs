using System.Text;
using FlameScope.Model;

namespace FlameScope.Export;

/// <summary>Writes a value with its unit, as <see cref="UnitText"/> formats it: <c>1 sample</c>, <c>2 samples</c>, <c>42.3 MB</c>.</summary>
internal sealed class Unit(string plural)
{
    private readonly bool _isScaled = UnitText.IsScaled(plural);
    private readonly byte[] _plural = Encoding.UTF8.GetBytes(plural);
    private readonly byte[] _singular = Encoding.UTF8.GetBytes(plural.EndsWith('s') ? plural[..^1] : plural);

    public void Write(Utf8Output output, long value)
    {
        if (_isScaled)
        {
            output.WriteXml(UnitText.Format(value, plural));
            return;
        }
        // The same without a text per value.
        output.WriteGrouped(value);
        output.WriteByte((byte)' ');
        XmlText.Write(output, value == 1 ? _singular : _plural, int.MaxValue);
    }
}
