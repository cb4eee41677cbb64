namespace Sgl;

/// <content>Rows of numbers.</content>
internal partial class CpuBackend
{
    internal override void AddRowsCore(View<float> rows, View<float> sum, bool lastFirst) =>
        Rows.AddTo(sum.Memory, rows.Memory, Workers, lastFirst);

    internal override void SumWithinRowsCore(View<float> rows, View<float> into) =>
        ReduceRows(rows, into, static row =>
        {
            float sum = 0f;
            foreach (float value in row) sum += value;
            return sum;
        });

    internal override void MaxWithinRowsCore(View<float> rows, View<float> into) =>
        ReduceRows(rows, into, static row =>
        {
            float max = row[0];
            foreach (float value in row[1..]) max = MathF.Max(max, value);
            return max;
        });

    internal override void CopyColumnsCore(Columns from, Columns into, int count) => Workers.RunBlocks(
        (int)into.Count, Math.Max(1, Block / count), (from, into, count), static (job, start, rows) =>
        {
            ReadOnlySpan<float> source = job.from.Rows.Memory.Span;
            Span<float> target = job.into.Rows.Memory.Span;
            int own = (int)job.from.Count;
            for (int row = start; row < start + rows; row++)
            {
                source.Slice(row % own * job.from.Width + job.from.First, job.count)
                    .CopyTo(target[(row * job.into.Width + job.into.First)..]);
            }
        });

    internal override void RepeatEachCore(View<float> values, View<float> into)
    {
        int width = (int)(into.Length / values.Length);
        Workers.RunBlocks(
            (int)values.Length, Math.Max(1, Block / width), (values: values.Memory, into: into.Memory, width),
            static (job, start, count) =>
            {
                for (int i = start; i < start + count; i++)
                    job.into.Span.Slice(i * job.width, job.width).Fill(job.values.Span[i]);
            });
    }

    private void ReduceRows(View<float> rows, View<float> into, Reduction reduction)
    {
        int width = (int)(rows.Length / into.Length);
        Workers.RunBlocks(
            (int)into.Length, Math.Max(1, Block / Math.Max(1, width)), (rows: rows.Memory, into: into.Memory, width, reduction),
            static (job, start, count) =>
            {
                for (int i = start; i < start + count; i++)
                    job.into.Span[i] = job.reduction(job.rows.Span.Slice(i * job.width, job.width));
            });
    }

    private delegate float Reduction(ReadOnlySpan<float> row);
}
