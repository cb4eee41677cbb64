using ILGPU;

namespace Sgl;

/// <summary>The output of a classifier in the memory of a device, [T, B, C].</summary>
/// <param name="Data">The values.</param>
/// <param name="Stride">Distance from one time step to the next: B·C, or 0 where one row holds for every time step.</param>
/// <param name="Steps">T, at least 1.</param>
/// <param name="Batch">B, at least 1.</param>
/// <param name="Classes">C, at least 1.</param>
internal readonly record struct DeviceOutput(ArrayView<float> Data, int Stride, int Steps, int Batch, int Classes)
{
    /// <summary>B·C.</summary>
    public int Width => Batch * Classes;

    /// <summary>The value of one class of one sample, number b·C + c.</summary>
    public float this[int step, int index] => Data[(long)step * Stride + index];
}
