namespace Sgl;

/// <summary>One output of a network: its loss, its gradient, and the class that each sample is taken for.</summary>
internal sealed class Head(Backend ops)
{
    private readonly KeptMemory<float> _gradient = ops.Keep<float>();
    private readonly KeptMemory<float> _scores = ops.Keep<float>();
    private readonly KeptMemory<int> _classes = ops.Keep<int>();
    private readonly KeptLosses _losses = ops.KeepLosses();

    /// <summary>The loss of each sample, of the last evaluation.</summary>
    public SampleLosses Losses { get; private set; }

    /// <summary>The class that each sample is taken for, −1 for none, of the last evaluation.</summary>
    public View<int> Classes { get; private set; }

    /// <summary>Computes the loss, the class of each sample, and the gradient of the weighted loss, [T, B, C].</summary>
    public View<float> Evaluate(Signal output, View<int> labels, Loss loss, float weight = 1f)
    {
        View<float> gradient = TakeGradient(output), scores = _scores.Take((long)output.Batch * output.Features);
        Losses = _losses.Take(output.Batch);
        Classes = _classes.Take(output.Batch);
        loss.Compute(ops, new LossPass(output, labels, Losses, gradient), scores);
        if (weight != 1f) ops.Multiply(gradient, weight, gradient);
        ops.Predict(scores, Classes);
        return gradient;
    }

    /// <summary>A gradient of 0, [T, B, C].</summary>
    public View<float> Zero(Signal output)
    {
        View<float> gradient = TakeGradient(output);
        ops.Fill(0f, gradient);
        return gradient;
    }

    /// <summary>Memory for a gradient.</summary>
    /// <param name="length">How many numbers.</param>
    public View<float> TakeGradient(long length) => _gradient.Take(length);

    private View<float> TakeGradient(Signal output) => 
        _gradient.Take("the gradient of the output", output.Steps, output.Batch, output.Features);
}
