namespace Sgl;

/// <summary>The order of a sum: <paramref name="First"/> is its first term, and each next one is a step further.</summary>
internal readonly record struct SumOrder(int First, int Step)
{
    public static SumOrder Upwards => new(0, 1);

    /// <summary>The term at a position, 0 being the first.</summary>
    public int this[int position] => First + position * Step;

    public static SumOrder Downwards(int length) => new(length - 1, -1);
}
