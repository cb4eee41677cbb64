namespace Sgl;

/// <summary>
/// Marks a neuron model: a <c>partial class</c> with a <c>Step</c> method that advances one neuron by one time
/// step. Sgl differentiates <c>Step</c> at compile time and adds fused forward and backward kernels to the class.
/// </summary>
/// <remarks>
/// A class that derives from another model and declares no <c>Step</c> of its own takes its base's, with this
/// attribute's surrogate: one set of equations, several gradients. A class without any members is an activation: it
/// gets the <c>Step</c> that returns <see cref="SpikeMath.Spike(float)"/> of its input, or
/// <see cref="SpikeMath.Sign(float)"/> for the kinds of binarized networks.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SurrogateAttribute : Attribute
{
    /// <summary>Takes a surrogate of the catalogue.</summary>
    /// <param name="kind">The surrogate derivative of every spike in <c>Step</c> that names no other.</param>
    public SurrogateAttribute(Kind kind) => Kind = kind;

    /// <summary>Takes a surrogate of your own.</summary>
    /// <param name="surrogate">
    /// A class with a method <c>static float Derivative(float x)</c> or <c>(float x, float alpha)</c>, written in the
    /// language of <c>Step</c>, and, if there is one, <c>static float Primitive</c> with the same arguments.
    /// </param>
    public SurrogateAttribute(Type surrogate) => Surrogate = surrogate;

    /// <summary>The surrogate derivative of every spike in <c>Step</c> that names no other.</summary>
    public Kind Kind { get; }

    /// <summary>The class that defines the surrogate, or null where <see cref="Kind"/> names it.</summary>
    public Type? Surrogate { get; }

    /// <summary>
    /// Steepness α: finite and above 0 (above 1 for <see cref="Sgl.Kind.QPseudoSpike"/>). As α grows, the surrogate
    /// narrows around the threshold. Left out, it is the kind's own default (see <see cref="Sgl.Kind"/>), or 1 for a
    /// surrogate of your own.
    /// </summary>
    public float Alpha { get; set; }

    /// <summary>
    /// The name of a <c>[Parameter]</c> that is the steepness instead of <see cref="Alpha"/>; if it is learnable, its
    /// gradient is that of the smooth step S̃(x; α). Needs a surrogate whose area does not depend on α.
    /// </summary>
    public string? AlphaParameter { get; set; }

    /// <summary>What of the surrogate is scaled to 1. Default <see cref="Normalize.None"/>.</summary>
    public Normalize Normalize { get; set; }

    /// <summary>
    /// Whether kernels may contract products and sums into multiply-adds, which round once instead of twice: faster
    /// where a step computes much, and no longer the same bits everywhere. Default false.
    /// </summary>
    public bool FastMath { get; set; }

    /// <summary>Whether forward saves what backward needs. Default <see cref="Tape.Auto"/>.</summary>
    public Tape Tape { get; set; }
}
