namespace Sgl;

/// <summary>
/// Compares the gradients of a layer with central differences of its output, (L(x + h) − L(x − h)) / 2h, where L is the output
/// weighted with random numbers and summed; and those of a loss with central differences of itself.
/// </summary>
/// <remarks>
/// For tests of layers and losses of your own. It is right for layers whose output is a smooth function of input and parameters; the
/// gradient of spikes is a surrogate, which no difference has.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Compares the gradients of all parameters and of the input.</summary>
    /// <param name="layer">The layer; its parameters are as they were afterwards, their gradients are not.</param>
    /// <param name="input">Floats [T, B, F].</param>
    /// <param name="step">h, relative to 1 + |x|: above 0. The default suits functions that do not bend much within 1 %.</param>
    /// <returns>
    /// Every gradient that was compared, with its difference; the largest relative one first. It is |analytic − numeric| /
    /// (1 + max(|analytic|, |numeric|)); of float32 some 1e-3 is good.
    /// </returns>
    /// <exception cref="ArgumentException">The input does not fit the layer, or is bits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is not above 0.</exception>
    public static IReadOnlyList<GradientDifference> Run(Layer layer, Signal input, double step = 1e-2)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (input.IsSpikes) throw new ArgumentException("The input is bits, which have no neighbours; call ToFloats.", nameof(input));
        var workers = new Workers(threads: 1);
        var x = new Signal(input.Data.ToArray(), input.Steps, input.Batch, input.Shape, input.IsConstant);
        Signal output = layer.Forward(x, training: true, workers).ToFloats();
        var weights = new float[output.Data.Length];
        new CounterRandom(1).FillUniform(weights, -1f, 1f);
        foreach (Parameter parameter in layer.AllParameters()) parameter.ZeroGradient();
        var gradient = new Signal((float[])weights.Clone(), output.Steps, output.Batch, output.Shape, output.IsConstant);
        float[] inputGradient = Summed(layer.Backward(gradient, needsInputGradient: true, workers), input.IsConstant);
        float[][] analytic = [.. layer.AllParameters().Select(parameter => parameter.Gradient.ToArray()), inputGradient];
        Memory<float>[] values = [.. layer.AllParameters().Select(parameter => parameter.Value), x.Data];
        string[] names = [.. layer.AllParameters().Select(parameter => parameter.Name), "input"];

        var differences = new List<GradientDifference>();
        for (int k = 0; k < values.Length; k++)
            for (int i = 0; i < values[k].Length; i++)
                differences.Add(new GradientDifference(names[k], i, analytic[k][i], Numeric(values[k], i)));
        return [.. differences.OrderByDescending(difference => difference.Relative)];

        double Numeric(Memory<float> array, int index)
        {
            float value = array.Span[index];
            double h = step * (1 + Math.Abs(value));
            (float above, float below) = ((float)(value + h), (float)(value - h));
            double difference = Loss(array, index, above) - Loss(array, index, below);
            array.Span[index] = value;
            return difference / ((double)above - below);
        }

        double Loss(Memory<float> array, int index, float value)
        {
            array.Span[index] = value;
            ReadOnlySpan<float> outputs = layer.Forward(x, training: false, workers).ToFloats().Data.Span;
            double sum = 0;
            for (int i = 0; i < outputs.Length; i++) sum += (double)weights[i] * outputs[i];
            return sum;
        }
    }

    /// <summary>Compares the gradient of a loss.</summary>
    /// <param name="loss">The loss; it has no jump near the output.</param>
    /// <param name="output">The output of a network: floats [T, B, C].</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="step">h, relative to 1 + |x|: above 0.</param>
    /// <returns>As of a layer.</returns>
    /// <exception cref="ArgumentException">The labels do not fit the output, or it is bits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step is not above 0.</exception>
    public static IReadOnlyList<GradientDifference> Run(Loss loss, Signal output, ReadOnlySpan<int> labels, double step = 1e-2)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        if (output.IsSpikes) throw new ArgumentException("The output is bits, which have no neighbours; call ToFloats.", nameof(output));
        var values = new float[output.Steps * output.Batch * output.Features];
        for (int t = 0; t < output.Steps; t++) output.At(t).CopyTo(values.AsSpan(t * output.Batch * output.Features));
        var gradient = new float[values.Length];
        var differences = new GradientDifference[values.Length];
        var x = new Signal(values, output.Steps, output.Batch, output.Features);
        loss.Evaluate(x, labels, gradient);
        float[] analytic = [.. gradient];
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            double h = step * (1 + Math.Abs(value));
            (float above, float below) = ((float)(value + h), (float)(value - h));
            values[i] = above;
            double difference = loss.Evaluate(x, labels, gradient);
            values[i] = below;
            difference -= loss.Evaluate(x, labels, gradient);
            values[i] = value;
            differences[i] = new GradientDifference("output", i, analytic[i], difference / ((double)above - below));
        }

        return [.. differences.OrderByDescending(item => item.Relative)];
    }

    // A constant input has one value for all steps.
    private static float[] Summed(Signal gradient, bool isConstant)
    {
        if (!isConstant || gradient.IsConstant) return gradient.Data.ToArray();
        var sum = new float[gradient.Batch * gradient.Features];
        Rows.SumDownwards(sum, gradient.Data.Span);
        return sum;
    }
}

/// <summary>A derivative as a layer or a loss computed it, and as differences show it.</summary>
/// <param name="Name">The parameter, <c>input</c>, or <c>output</c> of a loss.</param>
/// <param name="Index">The element, row-major.</param>
/// <param name="Analytic">As it was computed.</param>
/// <param name="Numeric">As central differences show it.</param>
public readonly record struct GradientDifference(string Name, int Index, double Analytic, double Numeric)
{
    /// <summary>|analytic − numeric| / (1 + max(|analytic|, |numeric|)); infinite where one is no number.</summary>
    public double Relative
    {
        get
        {
            double relative = Math.Abs(Analytic - Numeric) / (1 + Math.Max(Math.Abs(Analytic), Math.Abs(Numeric)));
            return double.IsNaN(relative) ? double.PositiveInfinity : relative;
        }
    }
}
