namespace Sgl.Tests.Backends;

/// <summary>An encoder of a user's own in plain C#: as many spikes from the first step on as the value says.</summary>
internal sealed class Burst : Encoder
{
    protected internal override IReadOnlyList<SavedArray> Saved => [];

    protected override void Fill(ReadOnlySpan<float> values, Span<float> data)
    {
        int steps = data.Length / values.Length;
        for (int i = 0; i < data.Length; i++)
            data[i] = i / values.Length < MathF.Round(values[i % values.Length] * steps) ? 1f : 0f;
    }
}

/// <summary>One that is not 0 or 1: the values with noise.</summary>
internal sealed class Noise : BackendEncoder
{
    private readonly long[] _calls = new long[1];

    protected internal override IReadOnlyList<SavedArray> Saved => [new("calls", _calls)];

    protected override void Fill(Backend ops, View<float> values, View<float> data)
    {
        ops.Uniform(new CounterRandom((ulong)_calls[0]++), data);
        ops.Multiply(data, 0.1f, data);
        ops.Add(data, values, data);
    }
}

/// <summary>One that does not change over time.</summary>
internal sealed class Square : BackendEncoder
{
    protected internal override bool IsConstant => true;

    protected internal override IReadOnlyList<SavedArray> Saved => [];

    protected override void Fill(Backend ops, View<float> values, View<float> data) => ops.Multiply(values, values, data);
}
