namespace Sgl;

/// <summary>
/// A view of spikes as a matrix of bits, [<see cref="Rows"/>, <see cref="Features"/>]: row t·B + b is what sample b
/// receives at time step t. A step is one run of B·F bits, sample after sample without gaps, the lowest bit of a byte
/// first, so a row may begin within a byte.
/// </summary>
/// <param name="Bits">The bits; at least <see cref="Spare"/> bytes must follow the last one.</param>
/// <param name="Steps">T, at least 0.</param>
/// <param name="Batch">B, at least 0.</param>
/// <param name="Features">F, at least 0.</param>
/// <param name="Stride">Distance from one step to the next, in bytes, at least 0.</param>
public readonly record struct SpikeMatrix(ReadOnlyMemory<byte> Bits, int Steps, int Batch, int Features, int Stride)
{
    /// <summary>Bytes that follow the last bit, so that 64 bits can be read wherever there is one.</summary>
    public const int Spare = 8;

    /// <summary>T·B.</summary>
    public int Rows => Steps * Batch;

    /// <summary>Time steps <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    /// <param name="first">0 to T.</param>
    /// <param name="count">0 to T − <paramref name="first"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such steps.</exception>
    public SpikeMatrix StepRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Steps - first);
        return this with { Bits = count == 0 ? default : Bits[(first * Stride)..], Steps = count };
    }

    /// <summary>Number of spikes.</summary>
    public long Count()
    {
        RequireValid(nameof(Bits));
        long count = 0;
        ReadOnlySpan<byte> data = Bits.Span;
        for (int step = 0; step < Steps; step++)
            count += new SetBits(data, step * 8L * Stride, Batch * Features).Count();

        return count;
    }

    /// <summary>The share of bits that are set, 0 to 1; 0 where there are none.</summary>
    public double Density() => Rows == 0 || Features == 0 ? 0 : Count() / ((double)Rows * Features);

    /// <summary>Writes 1 for each spike and 0 for all else.</summary>
    /// <param name="values">[T·B, F], row-major.</param>
    /// <exception cref="ArgumentException">The number of values is not that of the bits.</exception>
    public void Unpack(Span<float> values)
    {
        RequireValid(nameof(Bits));
        Lanes.RequireLength(values.Length, (long)Rows * Features, nameof(values));
        for (int row = 0; row < Rows; row++)
        {
            Span<float> target = values.Slice(row * Features, Features);
            target.Clear();
            foreach (int column in SpikesOf(row, 0, Features)) target[column] = 1f;
        }
    }

    /// <summary>The columns of a row whose bit is set, of some columns and counted from the first of them.</summary>
    internal SetBits SpikesOf(int row, int first, int count)
    {
        long start = row / Batch * 8L * Stride + row % Batch * (long)Features;
        return new SetBits(Bits.Span, start + first, count);
    }

    /// <summary>Throws unless every bit, and the spare bytes after it, lie within the data.</summary>
    internal void RequireValid(string name)
    {
        if (Steps < 0 || Batch < 0 || Features < 0 || Stride < 0)
            throw new ArgumentException($"'{name}' has a negative size or stride: {this}", name);
        if (Steps == 0 || Batch == 0 || Features == 0) return;
        if ((long)Steps * Batch > int.MaxValue || (long)Batch * Features > int.MaxValue)
        {
            throw new ArgumentException(
                $"'{name}' is [{Steps}, {Batch}, {Features}]; it has at most {int.MaxValue} rows, and as many bits in a time step.",
                name);
        }

        long bytes = (Steps - 1L) * Stride + ((long)Batch * Features + 7) / 8;
        if (bytes + Spare > Bits.Length)
            throw new ArgumentException($"'{name}' has {Bits.Length} bytes; {bytes} and {Spare} are needed.", name);
    }
}
