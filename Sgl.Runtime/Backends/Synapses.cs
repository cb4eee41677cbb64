namespace Sgl;

/// <summary>The products of a dense layer's weights with floats or spikes, and their gradients, as a backend computes them best.</summary>
internal abstract class Synapses
{
    /// <summary>An input as the products take it: floats that are spikes become bits.</summary>
    public abstract Signal Prepare(Signal input);

    /// <summary>x·Wᵀ + b, or what its reader computes it from.</summary>
    /// <param name="input">As <see cref="Prepare"/> returned it.</param>
    /// <param name="output">Memory for it.</param>
    /// <param name="pass">What is asked of the layer.</param>
    public abstract Signal Multiply(Signal input, LayerBuffer output, Pass pass);

    /// <summary>Adds to the gradients of the weights and of the bias, the last row first, and computes that of the input.</summary>
    /// <param name="gradient">dL/d(output) of each row of the input.</param>
    /// <param name="input">As <see cref="Prepare"/> returned it.</param>
    /// <param name="inputGradient">Written; empty where it is not wanted.</param>
    public abstract void AddGradients(View<float> gradient, Signal input, View<float> inputGradient);

    /// <summary>Whether the layer before it computes the gradient where it reads it.</summary>
    public virtual bool Sends(Edges edges) => false;

    /// <summary>What that is computed from.</summary>
    public virtual Signal Send(Signal outputGradient) => throw new NotSupportedException();

    /// <summary>The memory that is kept for a pass.</summary>
    public abstract IEnumerable<PlannedBuffer> Plan(PassShape pass);
}
