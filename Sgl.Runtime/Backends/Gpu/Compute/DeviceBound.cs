namespace Sgl;

/// <summary>
/// How a learned number becomes the parameter that neurons compute with, as <see cref="LearnedParameter"/> has it: it is
/// the parameter itself, or w of Min + (Max − Min)·σ(w).
/// </summary>
internal readonly record struct DeviceBound(float Min, float Max, int IsLogistic)
{
    public static DeviceBound Of(ParameterInfo info) =>
        new(info.Min, info.Max, info.Bound == Bound.Logistic ? 1 : 0);

    /// <summary>The parameter.</summary>
    public StrictFloat Effective(StrictFloat learned) =>
        IsLogistic == 0 ? learned : Min + ((StrictFloat)Max - Min) * StrictMath.Sigmoid(learned);

    /// <summary>d(parameter)/d(learned).</summary>
    public StrictFloat Slope(StrictFloat learned)
    {
        if (IsLogistic == 0) return 1f;
        StrictFloat share = StrictMath.Sigmoid(learned);
        return ((StrictFloat)Max - Min) * share * (1f - share);
    }
}
