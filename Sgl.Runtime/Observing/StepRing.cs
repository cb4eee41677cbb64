namespace Sgl;

/// <summary>A row of numbers for each of the last time steps. Rows are allocated as they are reached, then used again.</summary>
/// <param name="capacity">The most rows, at least 1.</param>
/// <param name="width">Numbers of a row.</param>
internal sealed class StepRing(int capacity, int width)
{
    private readonly List<float[]> _rows = [];

    /// <summary>The first time step that is there.</summary>
    public int First { get; private set; }

    /// <summary>The step after the last one that is there.</summary>
    public int End { get; private set; }

    /// <summary>What the rows take.</summary>
    public long Bytes => (long)_rows.Count * width * sizeof(float);

    /// <summary>Forgets all, and goes on from a step.</summary>
    public void Restart(int step) => (First, End) = (step, step);

    /// <summary>Makes room for some steps, where the oldest ones are. After a gap it begins anew.</summary>
    public void Reach(int step, int count)
    {
        if (step > End) Restart(step);
        End = Math.Max(End, step + count);
        First = Math.Max(First, End - capacity);
    }

    /// <summary>The row of a step from <see cref="First"/> on.</summary>
    public Span<float> Row(int step)
    {
        int slot = step % capacity;
        while (_rows.Count <= slot) _rows.Add(new float[width]);
        return _rows[slot];
    }
}
