using ILGPU;

namespace Sgl;

/// <summary>A <see cref="ParameterUpdate"/> as kernels take it.</summary>
/// <param name="Value">The values, [n].</param>
/// <param name="Gradient">dL/d(value), [n].</param>
/// <param name="Min">The least value that an optimizer may leave.</param>
/// <param name="Max">The largest value that an optimizer may leave.</param>
/// <param name="NonFinite">Where the index of a value that is NaN or infinite goes, [1]; empty where parameters are not checked.</param>
internal readonly record struct DeviceParameter(
    ArrayView<float> Value, ArrayView<float> Gradient, float Min, float Max, ArrayView<uint> NonFinite)
{
    public static DeviceParameter Of(ParameterUpdate parameter) => new(
        parameter.Value.AsArray(), parameter.Gradient.AsArray(), parameter.Min, parameter.Max, parameter.NonFinite.AsArray());

    /// <summary>Writes a value, or the bound that it is beyond.</summary>
    public void Store(long at, StrictFloat value)
    {
        float stored = (float)(value < Min ? Min : value > Max ? Max : value);
        Value[at] = stored;

        // Of several threads any may write last; the host finds the first value itself.
        bool isFinite = stored >= -float.MaxValue && stored <= float.MaxValue;
        if (NonFinite.Length > 0 && !isFinite) NonFinite[0] = (uint)at;
    }
}
