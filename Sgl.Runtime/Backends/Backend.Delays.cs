namespace Sgl;

/// <content>Values that are each delayed by a number of steps of its own.</content>
public abstract partial class Backend
{
    /// <summary>Copies each value to the row at which it comes out.</summary>
    /// <param name="values">[T, N], or [N] where constant.</param>
    /// <param name="isConstant">Whether all time steps have the same values.</param>
    /// <param name="rows">Written.</param>
    /// <param name="first">The first of the time steps.</param>
    /// <param name="steps">T.</param>
    internal abstract void Scatter(View<float> values, bool isConstant, DelayRows rows, int first, int steps);

    /// <summary>Copies each value from the row at which it comes out.</summary>
    /// <param name="rows">Read.</param>
    /// <param name="first">The first of the time steps.</param>
    /// <param name="values">[T, N]; written.</param>
    internal abstract void Gather(DelayRows rows, int first, View<float> values);

    /// <summary>Copies those values of a row that come from steps before step 0, and 0 for others.</summary>
    /// <param name="rows">Read.</param>
    /// <param name="row">Which row.</param>
    /// <param name="values">[N]; written.</param>
    internal abstract void CopyOlder(DelayRows rows, int row, View<float> values);
}

/// <summary>What a delay gives: row t has the values of time step t.</summary>
/// <param name="Values">The rows, one after the other.</param>
/// <param name="Length">N, the values of a row.</param>
/// <param name="Delays">Value i comes out so many steps after it went in as number i modulo their count says.</param>
internal readonly record struct DelayRows(View<float> Values, long Length, View<int> Delays);
