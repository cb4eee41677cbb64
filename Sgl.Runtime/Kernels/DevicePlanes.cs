using System.ComponentModel;
using System.Numerics;
using ILGPU;

namespace Sgl;

/// <summary>
/// Planes over time and neurons, [T, N] each, one after the other in the memory of a device. Those that nobody needs are
/// left out. Part of the time steps are a part of <see cref="Data"/>: no kernel knows where a plane ends.
/// </summary>
/// <param name="Data">The values, row after row.</param>
/// <param name="Stride">Distance from one time step's row to the next: N, or 0 where one row holds for every time step.</param>
/// <param name="Distance">Distance from one plane to the next.</param>
/// <param name="Present">
/// Which planes there are, the lowest bit for the first one. The highest bit stands for the 32nd and all after it.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DevicePlanes(ArrayView<float> Data, int Stride, long Distance, uint Present)
{
    /// <summary>Whether a plane is there.</summary>
    /// <param name="plane">Which of all planes, those left out counted too.</param>
    public bool Has(int plane) => Has(Present, plane);

    /// <summary>Reads a plane that is there.</summary>
    /// <param name="plane">Which of all planes.</param>
    /// <param name="t">The time step.</param>
    /// <param name="neuron">The neuron.</param>
    public float Load(int plane, int t, int neuron) => Data[At(plane, t, neuron)];

    /// <summary>Reads a plane, which is 0 where it was left out.</summary>
    /// <inheritdoc cref="Load"/>
    public float LoadOrZero(int plane, int t, int neuron) => Has(plane) ? Load(plane, t, neuron) : 0f;

    /// <summary>Writes to a plane, if it is there.</summary>
    /// <param name="plane">Which of all planes.</param>
    /// <param name="t">The time step.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="value">The value.</param>
    public void Store(int plane, int t, int neuron, float value)
    {
        if (Has(plane)) Data[At(plane, t, neuron)] = value;
    }

    private long At(int plane, int t, int neuron) => IndexOf(Present, plane) * Distance + (long)t * Stride + neuron;

    /// <summary>The mask of the first planes.</summary>
    internal static uint All(int planes) => planes >= 32 ? uint.MaxValue : (1u << planes) - 1;

    /// <summary>The mask of a single plane.</summary>
    internal static uint Only(int plane) => 1u << Math.Min(plane, 31);

    /// <summary>The mask of some planes.</summary>
    internal static uint Only(ReadOnlySpan<int> planes)
    {
        uint present = 0;
        foreach (int plane in planes) present |= Only(plane);
        return present;
    }

    /// <summary>Number of planes that are there.</summary>
    /// <param name="present">Which.</param>
    /// <param name="all">Of how many.</param>
    internal static int Count(uint present, int all) => IndexOf(present, 31) + ((present & Only(31)) != 0 ? all - 31 : 0);

    /// <summary>Whether a plane is there.</summary>
    internal static bool Has(uint present, int plane) => (present & Only(plane)) != 0;

    /// <summary>How many planes are there before a plane.</summary>
    internal static int IndexOf(uint present, int plane) =>
        BitOperations.PopCount(present & (Only(plane) - 1)) + Math.Max(plane - 31, 0);
}
