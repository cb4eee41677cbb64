namespace Sgl;

/// <summary>
/// The smooth function S̃′(x) that stands in for the derivative of the Heaviside step in the backward pass,
/// with x = membrane − threshold and steepness α (<see cref="SurrogateAttribute.Alpha"/>).
/// </summary>
/// <remarks>
/// The choice matters less than its scale (Zenke and Vogels 2021, doi:10.1162/neco_a_01367), and the same name
/// often means another formula elsewhere: see <c>docs/surrogates.md</c>.
/// </remarks>
public enum Kind
{
    /// <summary>
    /// S̃′(x) = 0, as the true derivative almost everywhere: no gradient passes a spike, and nothing below it
    /// learns. It is the "dead gradient" that the other kinds exist to cure, kept for comparison.
    /// </summary>
    None,

    /// <summary>
    /// S̃′(x) = α·σ(αx)·(1 − σ(αx)), the derivative of the logistic function σ.
    /// Peak α/4, area 1, default α = 4.
    /// </summary>
    Sigmoid,

    /// <summary>
    /// S̃′(x) = (1/π)·α/(1 + (αx)²), the derivative of arctan(αx)/π. Peak α/π, area 1, default α = 2.
    /// </summary>
    ATan,

    /// <summary>
    /// S̃′(x) = 1/(1 + |αx|)², of SuperSpike (Zenke and Ganguli 2018, doi:10.1162/neco_a_01086).
    /// Peak 1 for every α, area 2/α, default α = 10.
    /// </summary>
    FastSigmoid,
}
