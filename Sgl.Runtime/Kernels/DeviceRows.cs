using System.ComponentModel;
using ILGPU;

namespace Sgl;

/// <summary>Rows of numbers, one after the other in the memory of a device.</summary>
/// <param name="Data">The values, row after row.</param>
/// <param name="Length">The length of each row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DeviceRows(ArrayView<float> Data, int Length)
{
    /// <summary>One of the rows.</summary>
    internal ArrayView<float> Row(int row) => Data.SubView((long)row * Length, Length);

    /// <summary>Reads a number.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="at">Where in it.</param>
    public float Load(int row, int at) => Data[(long)row * Length + at];

    /// <summary>Writes a number.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="at">Where in it.</param>
    /// <param name="value">The number.</param>
    public void Store(int row, int at, float value) => Data[(long)row * Length + at] = value;
}
