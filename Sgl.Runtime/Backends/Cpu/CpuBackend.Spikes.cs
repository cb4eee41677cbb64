namespace Sgl;

/// <content>Random numbers and spikes.</content>
internal partial class CpuBackend
{
    internal override void UniformCore(CounterRandom random, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (random, into: into.Memory), static (job, start, length) =>
        {
            Span<float> target = job.into.Span.Slice(start, length);
            for (int i = 0; i < length; i++) target[i] = job.random.Uniform((ulong)(start + i));
        });

    internal override void BernoulliCore(View<float> probabilities, CounterRandom random, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (probabilities: probabilities.Memory, random, into: into.Memory), static (job, start, length) =>
        {
            ReadOnlySpan<float> probabilities = job.probabilities.Span;
            Span<float> target = job.into.Span.Slice(start, length);
            int at = start % probabilities.Length;
            for (int i = 0; i < length; i++)
            {
                target[i] = job.random.Uniform((ulong)(start + i)) < probabilities[at] ? 1f : 0f;
                if (++at == probabilities.Length) at = 0;
            }
        });

    internal override void SpikeByLatencyCore(View<float> values, float threshold, View<float> into)
    {
        ReadOnlySpan<float> given = values.Memory.Span;
        Span<float> spikes = into.Memory.Span;
        spikes.Clear();
        int last = spikes.Length / given.Length - 1;
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i] == 0 || given[i] < threshold) continue;
            int step = (int)MathF.Round((1 - given[i]) * last);
            spikes[step * given.Length + i] = 1f;
        }
    }
}
