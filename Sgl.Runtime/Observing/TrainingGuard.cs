namespace Sgl;

/// <summary>
/// Stops training on the processor where a number becomes NaN or infinite: before the step, if the loss or a gradient is;
/// after it, if a parameter is.
/// </summary>
/// <param name="layers">From input to output.</param>
/// <param name="workers">The threads to use.</param>
internal sealed class TrainingGuard(Layer[] layers, Workers workers)
{
    // 256 KiB of one thread.
    private const int Block = 64 * 1024;

    // Enumerating a layer's list would allocate in every step.
    private readonly Parameter[][] _parameters = [.. layers.Select(layer => layer.AllParameters().ToArray())];

    private bool _found;

    /// <summary>Throws unless a loss is finite; nothing has changed yet.</summary>
    public void RequireFiniteLoss(double loss, ReadOnlySpan<Signal> inputs, long trainingStep)
    {
        if (double.IsFinite(loss)) return;
        FindCause(inputs, trainingStep);
        throw new NonFiniteException(layers.Length - 1, layers[^1], "loss", (float)loss, trainingStep, isMade: false);
    }

    /// <summary>Throws unless all gradients are finite; no parameter has changed yet.</summary>
    public void RequireFiniteGradients(ReadOnlySpan<Signal> inputs, long trainingStep)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            foreach (Parameter parameter in _parameters[i])
            {
                if (IsFinite(parameter.Gradient)) continue;
                FindCause(inputs, trainingStep);
                Throw(i, parameter, "gradient of ", parameter.Gradient.Span, trainingStep, isMade: false);
            }
        }
    }

    /// <summary>Throws unless all parameters are finite.</summary>
    /// <param name="trainingStep">Which step.</param>
    /// <param name="isMade">Whether it has changed them.</param>
    public void RequireFiniteParameters(long trainingStep, bool isMade)
    {
        for (int i = 0; i < layers.Length; i++)
            foreach (Parameter parameter in _parameters[i])
                if (!IsFinite(parameter.Stored)) Throw(i, parameter, "", parameter.Stored.Span, trainingStep, isMade);
    }

    // What the caller gave, and what was there before, comes first.
    private void FindCause(ReadOnlySpan<Signal> inputs, long trainingStep)
    {
        foreach (Signal input in inputs)
        {
            ReadOnlySpan<float> values = input.Data.Span;
            int at = FiniteScan.IndexIn(values);
            if (at < 0) continue;
            (int row, int feature) = (at / input.Features, at % input.Features);
            int? step = input.IsConstant ? null : row / input.Batch;
            throw new NonFiniteException(0, layers[0], "input", values[at], trainingStep, isMade: false)
            {
                Step = step, Sample = row % input.Batch, Neuron = feature,
            };
        }

        RequireFiniteParameters(trainingStep, isMade: false);
    }

    private bool IsFinite(ReadOnlyMemory<float> values)
    {
        _found = false;
        workers.RunBlocks(values.Length, Block, (guard: this, values), static (job, start, length) =>
        {
            if (FiniteScan.IndexIn(job.values.Span.Slice(start, length)) >= 0) job.guard._found = true;
        });
        return !_found;
    }

    private void Throw(
        int layer, Parameter parameter, string what, ReadOnlySpan<float> values, long trainingStep, bool isMade)
    {
        int at = FiniteScan.IndexIn(values);
        throw new NonFiniteException(
            layer, layers[layer], what + FiniteScan.NameOf(parameter, at), values[at], trainingStep, isMade);
    }
}
