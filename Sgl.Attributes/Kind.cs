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
    /// S̃′(x) = α·σ(αx)·(1 − σ(αx)), the derivative of σ(αx), the logistic function.
    /// Peak α/4, area 1, default α = 4.
    /// </summary>
    Sigmoid,

    /// <summary>
    /// S̃′(x) = (1/π)·α/(1 + (αx)²), the derivative of arctan(αx)/π + ½. Fang et al. 2021
    /// (doi:10.1109/ICCV48922.2021.00266). Peak α/π, area 1, default α = 2.
    /// </summary>
    ATan,

    /// <summary>
    /// S̃′(x) = 1/(1 + |αx|)², the derivative of 1/α + x/(1 + |αx|): SuperSpike (Zenke and Ganguli 2018,
    /// doi:10.1162/neco_a_01086). Peak 1, area 2/α, default α = 10.
    /// </summary>
    FastSigmoid,

    /// <summary>
    /// S̃′(x) = 1/(2α·(1/α + |x|)²), the derivative of ½·(1 + αx/(1 + |αx|)): <see cref="FastSigmoid"/> scaled to
    /// area 1, as in SpikingJelly. Peak α/2, area 1, default α = 2.
    /// </summary>
    SoftSign,

    /// <summary>
    /// S̃′(x) = (α/√π)·exp(−(αx)²), the derivative of ½·erfc(−αx): a normal distribution of σ = 1/(α√2). Wu et al.
    /// 2018 (doi:10.3389/fnins.2018.00331). Peak α/√π, area 1, default α = 2.
    /// </summary>
    Gaussian,

    /// <summary>
    /// S̃′(x) = (α/2)·exp(−|αx|), the derivative of ½·exp(αx) where x &lt; 0, else 1 − ½·exp(−αx). SLAYER (Shrestha
    /// and Orchard 2018, arXiv:1810.08646). Peak α/2, area 1, default α = 1.
    /// </summary>
    Exponential,

    /// <summary>
    /// S̃′(x) = (α/2)·sech²(αx), the derivative of ½·(1 + tanh(αx)): <see cref="Sigmoid"/> of twice the α. Woźniak et
    /// al. 2020 (doi:10.1038/s42256-020-0187-0). Peak α/2, area 1, default α = 1.
    /// </summary>
    Tanh,

    /// <summary>
    /// S̃′(x) = 1/(1/α + |x|), the derivative of ln(1 + αx) where x ≥ 0, else −ln(1 − αx): SpikingJelly's
    /// NonzeroSignLogAbs. Its tails are the heaviest of all that fall off. Peak α, area ∞, default α = 1.
    /// </summary>
    LogAbs,

    /// <summary>
    /// S̃′(x) = (1 + 2|x|/(α − 1))^(−α), the derivative of ½·(1 − 2x/(α − 1))^(1 − α) where x &lt; 0, else
    /// 1 − ½·(1 + 2x/(α − 1))^(1 − α); α is above 1 and says how thin the tails are: exp(−2|x|) as α → ∞.
    /// Herranz-Celotti and Rouat 2022 (arXiv:2202.00282). Peak 1, area 1, default α = 2.
    /// </summary>
    QPseudoSpike,

    /// <summary>
    /// S̃′(x) = 1.15·N(x; 0, σ) − 0.15·N(x; σ, 6σ) − 0.15·N(x; −σ, 6σ), σ = 1/α, with N(x; μ, σ) the normal
    /// distribution; the derivative of 1.15·Φ(αx) − 0.15·Φ((αx − 1)/6) − 0.15·Φ((αx + 1)/6), with Φ its integral.
    /// Negative far from the threshold. Yin, Corradi and Bohté 2021 (doi:10.1038/s42256-021-00397-w).
    /// Peak 0.439α, area 0.85, default α = 2.
    /// </summary>
    MultiGaussian,

    /// <summary>
    /// S̃′(x) = max(0, α − α²|x|), the derivative of ½ + αx·(1 − ½·|αx|) where |αx| &lt; 1, else 0 below and 1 above.
    /// Esser et al. 2016 (doi:10.1073/pnas.1604850113). Peak α, area 1, default α = 1.
    /// </summary>
    Triangle,

    /// <summary>
    /// S̃′(x) = α where |x| &lt; 1/(2α), else 0: the derivative of min(max(0, αx + ½), 1). Wu et al. 2018
    /// (doi:10.3389/fnins.2018.00331). Peak α, area 1, default α = 1.
    /// </summary>
    Rectangle,

    /// <summary>
    /// S̃′(x) = α/2 where |x| &lt; 1/α, else 0.01: the derivative of ½ + αx/2 where |x| &lt; 1/α, else 0.01·(x + 1/α)
    /// below and 1 + 0.01·(x − 1/α) above. As in SpikingJelly; a gradient passes at any distance.
    /// Peak max(α/2, 0.01), area ∞, default α = 1.
    /// </summary>
    PiecewiseLeakyReLU,

    /// <summary>
    /// S̃′(x) = α·σ(αx)·(1 − σ(αx)) where x &lt; 0, else 1/(1 + x): the derivative of σ(αx) where x &lt; 0, else
    /// ½ + ln(1 + x). For networks of one time step (Suetake et al. 2022, arXiv:2201.10879).
    /// Peak max(α/4, 1), area ∞, default α = 4.
    /// </summary>
    S2NN,

    /// <summary>
    /// S̃′(x) = 1, the derivative of x: a gradient passes as if there were no spike, and α changes nothing. Bengio,
    /// Léonard and Courville 2013 (arXiv:1308.3432). Peak 1, area ∞, default α = 1.
    /// </summary>
    StraightThrough,

    /// <summary>
    /// S̃′(x) = 1 where |αx| ≤ 1, else 0: the derivative of min(max(−1/α, x), 1/α). Of binarized networks (Hubara et
    /// al. 2016, arXiv:1602.02830): an activation of this kind is a sign. Peak 1, area 2/α, default α = 1.
    /// </summary>
    SteSign,

    /// <summary>
    /// S̃′(x) = max(0, 2α − 2α²|x|), the derivative of αx·(2 − |αx|) where |αx| &lt; 1, else −1 below and 1 above. Of
    /// Bi-Real Net (Liu et al. 2018, doi:10.1007/978-3-030-01267-0_44): an activation of this kind is a sign.
    /// Peak 2α, area 2, default α = 1.
    /// </summary>
    ApproxSign,

    /// <summary>
    /// S̃′(x) = α·(2 − αx·tanh(αx/2))/(1 + cosh(αx)), the derivative of 2·σ(αx)·(1 + αx·(1 − σ(αx))) − 1. Negative
    /// beyond |αx| = 2.4. Of BNN+ (Darabi et al. 2018, arXiv:1812.11800): an activation of this kind is a sign.
    /// Peak α, area 2, default α = 5.
    /// </summary>
    SwishSign,
}
