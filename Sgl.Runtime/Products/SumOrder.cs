namespace Sgl;

/// <summary>The order of a sum over <paramref name="Length"/> terms: position p of it is term <c>this[p]</c>.</summary>
internal readonly record struct SumOrder(int Length, bool Downwards)
{
    public int Step => Downwards ? -1 : 1;

    public int this[int position] => Downwards ? Length - 1 - position : position;
}
