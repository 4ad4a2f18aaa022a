using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The columns of one profile of a speedscope file, until all that is needed to convert them is known.</summary>
internal sealed class SpeedscopeProfile
{
    /// <summary>Weights are stored in thousandths, so that the sum of weights with fractions stays exact.</summary>
    public const int WeightScale = 3;

    /// <summary>The name; empty until it is read.</summary>
    public byte[] Name { get; set; } = [];

    public SpeedscopeUnit? Unit { get; set; }

    public DecimalValue? Start { get; set; }

    public DecimalValue? End { get; set; }

    /// <summary>The ids of the stacks of the samples.</summary>
    public ChunkedColumn<int> Samples { get; } = new();

    /// <summary>The weights in thousandths of the unit, or of a nanosecond.</summary>
    public ChunkedColumn<long> Weights { get; } = new();

    /// <summary>The weights that came before the unit.</summary>
    public List<DecimalValue?> EarlyWeights { get; } = [];

    /// <summary>The events that came before it was known what they mean.</summary>
    public ChunkedColumn<SpeedscopeEvent> Events { get; } = new();

    /// <summary>The spans of the events; <c>null</c> while the events are kept.</summary>
    public SpeedscopeSpans? Spans { get; set; }

    /// <summary>The scale of weights.</summary>
    public int ScaleOfWeights => (Unit?.Scale ?? 0) + WeightScale;
}
