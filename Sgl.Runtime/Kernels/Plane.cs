using System.ComponentModel;

namespace Sgl;

/// <summary>
/// A float32 array over time and neurons: the row of time step t starts at <c>t · Stride</c>.
/// A stride of 0 is one row that holds for every time step. Empty data stand for "none".
/// </summary>
/// <param name="Data">The values, row after row.</param>
/// <param name="Stride">Distance from one time step's row to the next, in floats.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Plane(Memory<float> Data, int Stride)
{
    /// <summary>The neuron that a row begins with: 0 unless the plane holds a part of all neurons only.</summary>
    public int First { get; init; }

    /// <summary>All rows from neuron <paramref name="offset"/> on; empty where there are no data.</summary>
    /// <param name="offset">The first neuron of a tile, at least <see cref="First"/>.</param>
    public Span<float> From(int offset) => Data.IsEmpty ? default : Data.Span[(offset - First)..];
}
