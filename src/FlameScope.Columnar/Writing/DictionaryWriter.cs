using FlameScope.Model;
using Parquet;
using Parquet.Schema;

namespace FlameScope.Columnar;

/// <summary>Writes the tables that samples refer to. Rows are sorted, so that equal profiles give equal files.</summary>
internal sealed class DictionaryWriter(DatasetRows rows)
{
    public async Task WriteFramesAsync(ParquetRowGroupWriter group, IReadOnlyCollection<long> ids)
    {
        long[] sorted = [.. ids.Order()];
        DatasetFrame[] frames = Array.ConvertAll(sorted, rows.FrameOf);
        DataField[] fields = DatasetTables.FramesSchema.GetDataFields();
        await group.WriteAsync<long>(fields[0], sorted).ConfigureAwait(false);
        await group.WriteAsync(fields[1], Array.ConvertAll(sorted, rows.NameOf)).ConfigureAwait(false);
        await group.WriteAsync(fields[2], Array.ConvertAll(frames, frame => frame.Function)).ConfigureAwait(false);
        await group.WriteAsync(fields[3], Array.ConvertAll(frames, frame => frame.Module)).ConfigureAwait(false);
        await group.WriteAsync(fields[4], Array.ConvertAll(frames, frame => FrameKindText.Of(frame.Kind))).ConfigureAwait(false);
        await group.WriteAsync(fields[5], Array.ConvertAll(frames, frame => frame.Source)).ConfigureAwait(false);
        await group.WriteAsync<int>(fields[6], Array.ConvertAll(frames, frame => frame.Line)).ConfigureAwait(false);
        await group.WriteAsync<int>(fields[7], Array.ConvertAll(frames, frame => frame.Column)).ConfigureAwait(false);
        await group.WriteAsync<bool>(fields[8], Array.ConvertAll(frames, frame => frame.IsInlined)).ConfigureAwait(false);
    }

    /// <summary>Writes stacks sorted by their frames, so that those with the same first frames, which compress well, follow each other.</summary>
    public Task WriteStacksAsync(IntegerFile file, IReadOnlyCollection<long> ids)
    {
        long[][] stacks = [.. ids.Select(rows.FramesOf)];
        long[] sorted = [.. ids];
        Array.Sort(stacks, sorted, Comparer<long[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        return file.WriteGroupAsync(
        [
            new(DatasetTables.StackId, sorted),
            new("frames", stacks.SelectMany(frames => frames).ToArray()) { Lengths = Array.ConvertAll(stacks, frames => frames.Length) },
        ]);
    }

    public async Task WriteContextsAsync(ParquetRowGroupWriter group, IReadOnlyCollection<long> ids)
    {
        long[] sorted = [.. ids.Order()];
        DatasetContext[] contexts = Array.ConvertAll(sorted, rows.ContextOf);
        DataField[] fields = DatasetTables.ContextsSchema.GetDataFields();
        await group.WriteAsync<long>(fields[0], sorted).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[1], Array.ConvertAll(contexts, context => context.Pid)).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[2], Array.ConvertAll(contexts, context => context.Tid)).ConfigureAwait(false);
        await group.WriteAsync(fields[3], Array.ConvertAll(contexts, context => context.Comm)).ConfigureAwait(false);
        await group.WriteAsync(fields[4], Array.ConvertAll(contexts, context => context.ProcessName!)).ConfigureAwait(false);
        await group.WriteAsync(fields[5], Array.ConvertAll(contexts, context => context.Event)).ConfigureAwait(false);
        await group.WriteAsync(fields[6], Array.ConvertAll(contexts, context => DatasetJson.WriteValueTypes(context.ValueTypes))).ConfigureAwait(false);
        await group.WriteAsync<int>(fields[7], Array.ConvertAll(contexts, context => context.DefaultValueType ?? -1)).ConfigureAwait(false);
    }

    public async Task WriteLabelsAsync(ParquetRowGroupWriter group, IReadOnlyCollection<long> ids)
    {
        var contexts = new List<long>();
        var labels = new List<SampleLabel>();
        foreach (long id in ids.Order())
        {
            foreach (SampleLabel label in rows.ContextOf(id).Labels)
            {
                contexts.Add(id);
                labels.Add(label);
            }
        }
        DataField[] fields = DatasetTables.LabelsSchema.GetDataFields();
        await group.WriteAsync<long>(fields[0], contexts.ToArray()).ConfigureAwait(false);
        await group.WriteAsync(fields[1], labels.ConvertAll(label => label.Key)).ConfigureAwait(false);
        await group.WriteAsync(fields[2], labels.ConvertAll(label => label.Value)).ConfigureAwait(false);
        await group.WriteAsync<bool>(fields[3], labels.ConvertAll(label => label.Number is not null).ToArray()).ConfigureAwait(false);
        await group.WriteAsync(fields[4], labels.ConvertAll(label => label.Unit)).ConfigureAwait(false);
    }

    public static async Task WriteRecordingAsync(ParquetRowGroupWriter group, DatasetRecording recording)
    {
        DataField[] fields = DatasetTables.RecordingsSchema.GetDataFields();
        await group.WriteAsync(fields[0], [recording.Id]).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[1], new[] { recording.Start }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[2], new[] { recording.End }).ConfigureAwait(false);
        await group.WriteAsync<bool>(fields[3], new[] { recording.IsClockExact }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[4], new[] { recording.SampleCount }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[5], new[] { recording.IdleCount }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[6], new[] { recording.UntimedCount }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[7], new[] { recording.LostCount }).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[8], new[] { recording.UnreadableCount }).ConfigureAwait(false);
        await group.WriteAsync(fields[9], [recording.Format]).ConfigureAwait(false);
        await group.WriteAsync(fields[10], [recording.Header]).ConfigureAwait(false);
    }
}
