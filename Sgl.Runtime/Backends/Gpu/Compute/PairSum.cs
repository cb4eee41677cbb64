namespace Sgl;

/// <summary>
/// A sum and what rounding has lost of it, in floats (Knuth's TwoSum; Ogita, Rump and Oishi, "Accurate sum and dot
/// product", 2005): nearly twice the digits, where a device has no doubles.
/// </summary>
internal readonly record struct PairSum(float Sum, float Lost) : IRunningSum<PairSum>
{
    public PairSum Plus(float value)
    {
        StrictFloat sum = (StrictFloat)Sum + value;
        StrictFloat part = sum - Sum;
        StrictFloat lost = Sum - (sum - part) + (value - part);
        return new PairSum((float)sum, (float)(Lost + lost));
    }

    public float Rounded() => (float)((StrictFloat)Sum + Lost);
}
