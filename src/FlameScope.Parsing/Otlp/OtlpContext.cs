using FlameScope.Model;

namespace FlameScope.Parsing;

/// <summary>The thread, the labels and the processor that the attributes and the link of a sample state.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Cpu">The processor; <see cref="SampleTable.NoCpu"/> if it is unknown.</param>
internal readonly record struct OtlpContext(ThreadId Thread, LabelSetId Labels, int Cpu);
