using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>What the attributes and the link of a sample, and those of what is around it, give.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Cpu">The processor; <see cref="SampleTable.NoCpu"/> if it is unknown.</param>
internal readonly record struct OtlpContext(ThreadId Thread, LabelSetId Labels, int Cpu);
