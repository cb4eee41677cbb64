namespace Sgl;

/// <summary>A sum in double precision, as <see cref="Lanes.Sum"/>.</summary>
internal readonly record struct DoubleSum(double Sum) : IRunningSum<DoubleSum>
{
    public DoubleSum Plus(float value) => new(Sum + value);

    public float Rounded() => (float)Sum;
}
