namespace Sgl;

/// <summary>
/// Ends a pass where a number in it becomes NaN or infinite, with a <see cref="NonFiniteException"/> that says where. Within
/// a training step no parameter has changed yet, so training can go on from there with other settings.
/// </summary>
/// <remarks>
/// It looks at the output and the states of each layer, at the gradient of each output and of each parameter. A state may
/// be infinite, for a model may start from that, but not NaN.
/// </remarks>
public sealed class NonFiniteGuard : PassObserver
{
    /// <inheritdoc/>
    /// <exception cref="NonFiniteException">An output, or what it comes from, is not finite, or a state is NaN.</exception>
    protected internal override void OnForward(LayerForward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        if (pass.IsRecomputed) return;
        bool isOutput = !pass.Output.IsSpikes && FiniteScan.IndexIn(pass.Output.Data.Span) >= 0;
        if (!isOutput && FindNaN(pass.States.Span) < 0) return;

        // The cause comes first, if it is to be seen.
        if (pass.Index == 0 && !pass.Input.IsSpikes) CheckSignal(pass, pass.Input, "input");
        for (int i = 0; i < pass.Layer.Parameters.Count; i++)
            CheckParameter(pass, pass.Layer.Parameters[i], pass.ReadValues(i).Span, "");
        if (isOutput) CheckSignal(pass, pass.Output, "output");
        CheckStates(pass);
    }

    /// <inheritdoc/>
    /// <exception cref="NonFiniteException">The gradient is not finite.</exception>
    protected internal override void OnGradient(LayerGradient pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        CheckSignal(pass, pass.Gradient, "gradient of the output");
    }

    /// <inheritdoc/>
    /// <exception cref="NonFiniteException">The gradient of a parameter is not finite.</exception>
    protected internal override void OnBackward(LayerBackward pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        for (int i = 0; pass.IsComplete && i < pass.Layer.Parameters.Count; i++)
            CheckParameter(pass, pass.Layer.Parameters[i], pass.ParameterGradient(i).Span, "gradient of ");
    }

    private static void CheckSignal(LayerPass pass, Signal signal, string quantity)
    {
        int at = FiniteScan.IndexIn(signal.Data.Span);
        if (at < 0) return;
        (int row, int neuron) = (at / signal.Features, at % signal.Features);
        int? step = signal.IsConstant ? null : pass.FirstStep + row / signal.Batch;
        throw new NonFiniteException(
            pass.Index, pass.Layer, quantity, step, row % signal.Batch, neuron, signal.Data.Span[at]);
    }

    private static void CheckParameter(LayerPass pass, Parameter parameter, ReadOnlySpan<float> values, string what)
    {
        int at = FiniteScan.IndexIn(values);
        if (at < 0) return;
        string quantity = what + FiniteScan.NameOf(parameter, at);
        throw new NonFiniteException(pass.Index, pass.Layer, quantity, null, null, null, values[at]);
    }

    // Kernels leave the states after the last step; the first step that spoils one is found by going through them again.
    private static void CheckStates(LayerForward pass)
    {
        int step = pass.FirstStep;
        foreach (float[] states in pass.ReplayStates())
        {
            int at = FindNaN(states);
            if (at >= 0)
            {
                int length = pass.Batch * pass.Layer.Outputs;
                (int sample, int neuron) = (at % length / pass.Layer.Outputs, at % pass.Layer.Outputs);
                string quantity = $"state {pass.Layer.StateNames[at / length]}";
                throw new NonFiniteException(pass.Index, pass.Layer, quantity, step, sample, neuron, states[at]);
            }

            step++;
        }
    }

    private static int FindNaN(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (float.IsNaN(values[i])) return i;
        return -1;
    }
}
