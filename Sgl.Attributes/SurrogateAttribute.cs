namespace Sgl;

/// <summary>
/// Marks a neuron model: a <c>partial class</c> with a <c>Step</c> method that advances one neuron by one time
/// step. Sgl differentiates <c>Step</c> at compile time and adds fused forward and backward kernels to the class.
/// </summary>
/// <remarks>
/// A class that derives from another model and declares no <c>Step</c> of its own takes its base's, with this
/// attribute's surrogate: one set of equations, several gradients.
/// </remarks>
/// <param name="kind">The surrogate derivative of every <see cref="SpikeMath.Spike"/> in <c>Step</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SurrogateAttribute(Kind kind) : Attribute
{
    /// <summary>The surrogate derivative of every <see cref="SpikeMath.Spike"/> in <c>Step</c>.</summary>
    public Kind Kind { get; } = kind;

    /// <summary>
    /// Steepness α: finite and above 0. As α grows, the surrogate narrows around the threshold.
    /// Left out, it is the kind's own default (see <see cref="Sgl.Kind"/>).
    /// </summary>
    public float Alpha { get; set; }
}
