using System.Xml;
using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>
/// Parses tables of Instruments in XML. An element that was written before is written again as a reference to its id, in any row and below any element, so
/// the whole document is one space of ids. The document is read when all of it is there.
/// </summary>
internal sealed class InstrumentsParser(ProfileBuilder builder, ReadContext context) : IProfileParser
{
    private const string CutDocument = "XML that ends early or is not well-formed";
    private const string WithoutStack = "a row whose stack is not known";
    private const string BadRow = "a row with a number that cannot be read";
    private const string Sum = "a row after which the sums do not fit in 64 bits";

    private readonly InstrumentsEvents _events = new(builder);
    private bool _isTable;

    public unsafe int Parse(ReadOnlySpan<byte> block, bool isFinal)
    {
        if (!isFinal || block.IsEmpty) return 0;
        fixed (byte* start = block)
        {
            using var stream = new UnmanagedMemoryStream(start, block.Length);
            Read(stream);
        }
        return block.Length;
    }

    public void Complete()
    {
        if (!_isTable) throw context.Malformed("the XML has no table with rows; export one with --xpath, such as that of time-profile");
    }

    private void Read(Stream stream)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };
        using var xml = XmlReader.Create(stream, settings);
        var elements = new InstrumentsElements(builder, context, xml);
        try
        {
            while (xml.Read())
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "schema") _events.Start(xml.GetAttribute("name") ?? "");
                else if (xml.LocalName == "row") ReadRow(elements, xml);
            }
        }
        catch (XmlException fault)
        {
            context.Report(CutDocument, new InputPosition { Line = Math.Max(1, fault.LineNumber) });
        }
    }

    private void ReadRow(InstrumentsElements elements, XmlReader xml)
    {
        _isTable = true;
        var row = new InstrumentsRow();
        InputPosition position = elements.Position;
        if (!xml.IsEmptyElement)
        {
            int depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType == XmlNodeType.Element) elements.ReadColumn(ref row);
            }
        }
        if (!row.HasStack) return;
        if (row.IsBroken)
        {
            context.Report(BadRow, position);
            return;
        }
        if (row.IsStackUnknown) context.Report(WithoutStack, position);
        SampleEventId id = _events.Of(row.Unit, context, position);
        var sample = new SampleRow
        {
            Time = row.Time,
            Stack = row.Stack,
            Thread = row.Thread ?? builder.AddThread(null, null, ""),
            Cpu = row.Cpu,
            Event = id,
            Value = row.Unit == InstrumentsUnit.None ? 1 : row.Weight,
            IsIdle = row.IsIdle,
        };
        if (builder.CanAdd(sample)) builder.AddSample(sample);
        else context.Report(Sum, position);
    }
}
