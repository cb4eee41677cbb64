using System.Globalization;

namespace Sgl;

/// <summary>A number in a network is NaN or infinite; the message says which, and what to do.</summary>
public sealed class NonFiniteException : NotFiniteNumberException
{
    private readonly Layer? _named;
    private readonly bool _isMade;

    /// <summary>Without a message.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>With a message.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what went wrong.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteException(
        int layer, Layer named, string quantity, int? step, int? sample, int? neuron, float value)
        : base(Describe(layer, named, quantity, step, sample, neuron, value), value) =>
        (Layer, Quantity, Step, Sample, Neuron) = (layer, quantity, step, sample, neuron);

    /// <summary>Of a training step; what is not of a parameter says where by <see cref="Step"/> and the rest.</summary>
    internal NonFiniteException(int layer, Layer named, string quantity, float value, long trainingStep, bool isMade)
        : base(null, value) =>
        (Layer, _named, Quantity, TrainingStep, _isMade) = (layer, named, quantity, trainingStep, isMade);

    /// <inheritdoc/>
    public override string Message => TrainingStep is { } step ? DescribeTraining(step) : base.Message;

    /// <summary>Which layer, counted from 0.</summary>
    public int Layer { get; }

    /// <summary>
    /// What it is: <c>loss</c>, <c>output</c>, <c>input</c> of the network, <c>gradient of the output</c>, <c>state v</c>, or an element
    /// of a parameter or its gradient, as <c>weight[2, 0]</c> and <c>gradient of weight[2, 0]</c>.
    /// </summary>
    public string Quantity { get; } = "";

    /// <summary>At which time step; null where it does not change over time.</summary>
    public int? Step { get; internal init; }

    /// <summary>Of which sample of the batch; null of a parameter.</summary>
    public int? Sample { get; internal init; }

    /// <summary>Of which neuron, or which feature of the input; null of a parameter.</summary>
    public int? Neuron { get; internal init; }

    /// <summary>In which training step of the network, counted from 1; null where the step was not asked to look.</summary>
    public long? TrainingStep { get; }

    private string DescribeTraining(long step)
    {
        string where = Neuron is null ? "" : $" of feature {Neuron} of sample {Sample}";
        string when = Step is null ? "" : $" at time step {Step}";
        string consequence = _isMade
            ? "The step has changed parameters: go on from a checkpoint, with"
            : "No parameter has changed in this step: go on with";
        string verb = _isMade ? "has become" : "is";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Layer {Layer}, {_named}: {Quantity}{where} {verb} {(float)OffendingNumber}{when}, in training step {step}. {consequence} a "
            + $"lower learning rate, a bound on parameters, smaller weights or inputs. Network.StopsAtNonFinite = false goes on regardless.");
    }

    private static string Describe(
        int layer, Layer named, string quantity, int? step, int? sample, int? neuron, float value)
    {
        string where = neuron is null ? "" : $" of neuron {neuron} of sample {sample}";
        string when = step is null ? "" : $" at time step {step}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Layer {layer}, {named}: {quantity}{where} is {value}{when}. No parameter has changed in this pass. A lower "
            + $"learning rate, smaller weights or inputs keep numbers finite.");
    }
}
