namespace Sgl;

/// <content>Outputs over time, classes and losses.</content>
public abstract partial class Backend
{
    /// <summary>The mean over time, summed from the first step to the last.</summary>
    /// <param name="signal">Floats [T, B, F].</param>
    /// <param name="into">[B, F]; written. Not memory of the signal.</param>
    /// <exception cref="ArgumentException">The length does not fit, or the signal is bits.</exception>
    public void MeanOverTime(Signal signal, View<float> into)
    {
        RequireRow(signal, into, nameof(into));
        MeanOverTimeCore(signal, into);
    }

    /// <summary>The maximum over time; NaN where there is one.</summary>
    /// <param name="signal">Floats [T, B, F].</param>
    /// <param name="into">[B, F]; written. Not memory of the signal.</param>
    /// <exception cref="ArgumentException">The length does not fit, or the signal is bits.</exception>
    public void MaxOverTime(Signal signal, View<float> into)
    {
        RequireRow(signal, into, nameof(into));
        MaxOverTimeCore(signal, into);
    }

    /// <summary>
    /// Gives each feature's number to the first time step that has its maximum, or to the last that is NaN, and 0 to the others:
    /// the gradient of <see cref="MaxOverTime"/>.
    /// </summary>
    /// <param name="signal">Floats [T, B, F].</param>
    /// <param name="row">[B, F].</param>
    /// <param name="into">[T, B, F]; written. Not memory of the signal or of the row.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the signal is bits.</exception>
    public void GiveToMaximum(Signal signal, View<float> row, View<float> into)
    {
        RequireRow(signal, row, nameof(row));
        Lanes.RequireLength(into.Length, signal.Steps * row.Length, nameof(into));
        GiveToMaximumCore(signal, row, into);
    }

    /// <summary>1 for the class of each sample, 0 for the others.</summary>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="into">[B, C], or rows of that; written.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void OneHot(View<int> labels, int classes, View<float> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        RequireRows(into, labels.Length * classes, nameof(into));
        if (into.Length > 0) OneHotCore(labels, classes, into);
    }

    /// <summary>
    /// Softmax cross-entropy of each row of logits, −log softmax(logits)[label], and the gradient of its mean over the batch. The
    /// highest logit is taken off first, so no exponential overflows.
    /// </summary>
    /// <remarks>The processor computes in doubles; a device in floats, within 1e-6 of that.</remarks>
    /// <param name="logits">[B, C], or [T, B, C] as long as the gradient.</param>
    /// <param name="labels">The class of each sample, [B].</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="scale">Factor of the gradient: d(logit)/d(output) where that is a constant.</param>
    /// <param name="losses">The loss of each sample; each of its rows is added, without <paramref name="scale"/>.</param>
    /// <param name="gradient">
    /// (softmax(logits) − onehot(label)) · <paramref name="scale"/> / B for each row, [B, C] or [T, B, C]; written. May be the
    /// memory of the logits, where these are as long.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void CrossEntropy(
        View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        long row = labels.Length * classes;
        RequireRows(gradient, row, nameof(gradient));
        if (logits.Length != row) Lanes.RequireLength(logits.Length, gradient.Length, nameof(logits));
        Lanes.RequireLength(losses.Count, labels.Length, nameof(losses));
        if (gradient.Length > 0) CrossEntropyCore(logits, labels, classes, scale, losses, gradient);
    }

    /// <summary>Adds to the loss of each sample; the loss is the mean of these.</summary>
    /// <param name="values">[B], or rows of that, [T, B]: the first one is added first.</param>
    /// <param name="losses">The losses.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void AddLosses(View<float> values, SampleLosses losses)
    {
        RequireRows(values, losses.Count, nameof(values));
        if (values.Length > 0) AddLossesCore(values, losses);
    }

    /// <summary>The class of the highest score of each sample, of equal ones the first; −1 where one is NaN.</summary>
    /// <param name="scores">[B, C].</param>
    /// <param name="into">[B]; written.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    internal void Predict(View<float> scores, View<int> into)
    {
        RequireRows(scores, into.Length, nameof(scores));
        if (scores.Length > 0) PredictCore(scores, into);
    }

    /// <summary>Memory for losses.</summary>
    internal abstract KeptLosses KeepLosses();

    internal abstract void MeanOverTimeCore(Signal signal, View<float> into);

    internal abstract void MaxOverTimeCore(Signal signal, View<float> into);

    internal abstract void GiveToMaximumCore(Signal signal, View<float> row, View<float> into);

    internal abstract void OneHotCore(View<int> labels, int classes, View<float> into);

    internal abstract void CrossEntropyCore(
        View<float> logits, View<int> labels, int classes, double scale, SampleLosses losses, View<float> gradient);

    internal abstract void AddLossesCore(View<float> values, SampleLosses losses);

    internal abstract void PredictCore(View<float> scores, View<int> into);

    private static void RequireRow(Signal signal, View<float> row, string name)
    {
        signal.RequireValues(nameof(signal));
        if (signal.IsSpikes) throw new ArgumentException("The signal holds bits; call ToFloats first.", nameof(signal));
        Lanes.RequireLength(row.Length, (long)signal.Batch * signal.Features, name);
    }
}
