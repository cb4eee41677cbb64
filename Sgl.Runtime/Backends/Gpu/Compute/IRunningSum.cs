namespace Sgl;

/// <summary>A sum that is more precise than the numbers in it.</summary>
internal interface IRunningSum<TSelf>
    where TSelf : struct, IRunningSum<TSelf>
{
    /// <summary>With one number more; the sum before the first one is the default value.</summary>
    TSelf Plus(float value);

    /// <summary>The sum as a float.</summary>
    float Rounded();
}
