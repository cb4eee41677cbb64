namespace Sgl;

/// <summary>
/// Gives its input some time steps later: y[t] = x[t − k], and 0 for t &lt; k. All values are delayed alike, or each by a number of
/// steps of its own, as axons of several lengths do.
/// </summary>
/// <remarks>
/// A delay of at least 1 lets a network have a cycle, see <see cref="NetworkNode.Feedback(Shape, int, string?)"/>. The k steps on
/// their way are the layer's states, so a chunk of time or a stream goes on with them.
/// </remarks>
public sealed class Delay : Layer, IDelayLine<Signal>
{
    /// <summary>The most steps of a delay.</summary>
    public const int MostSteps = 255;

    private readonly int[] _steps;

    // What it gives at each step of the pass and at the k steps after it: row t is y[t]. Likewise the gradients.
    private readonly GrowingBuffer _line = new();
    private readonly GrowingBuffer _lineGradient = new();
    private readonly GrowingBuffer _inputGradient = new();
    private LayerStates? _states;
    private Memory<float> _rows;
    private Memory<float> _gradientRows;
    private Memory<float> _gathered;
    private int _length;
    private int _batch;

    /// <summary>Delays all values alike.</summary>
    /// <param name="steps">k, 0 to <see cref="MostSteps"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of its range.</exception>
    public Delay(int steps) => (_steps, Longest, IsAhead) = ([Valid(steps, nameof(steps))], steps, steps > 0);

    /// <summary>Delays each value by a number of steps of its own.</summary>
    /// <param name="steps">k of each of the F values of a sample, 0 to <see cref="MostSteps"/>; at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public Delay(IReadOnlyList<int> steps)
        : base(Count(steps), Count(steps))
    {
        _steps = [.. steps.Select(own => Valid(own, nameof(steps)))];
        (Longest, IsAhead) = (_steps.Max(), _steps.Min() > 0);
        CreateStates(_steps.Length);
    }

    /// <summary>k: one number for all values, or one for each.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>None.</summary>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether each value is delayed by a step at least, so that what it gives at a step is known before its input is.</summary>
    internal bool IsAhead { get; }

    /// <summary>The largest delay: the number of its states.</summary>
    internal int Longest { get; }

    /// <inheritdoc/>
    protected internal override LayerStates? States => _states;

    /// <summary>What it will give, from the next step on.</summary>
    protected internal override IReadOnlyList<string> StateNames =>
        [.. Enumerable.Range(1, Longest).Select(step => $"output {step} steps later")];

    /// <inheritdoc/>
    protected internal override LayerTraits Traits => LayerTraits.ReleasesGradient;

    /// <summary>Does nothing: there is nothing to learn.</summary>
    /// <param name="random">Not used.</param>
    public override void Initialize(CounterRandom random)
    {
    }

    /// <summary>The number of steps, or the smallest and the largest, as in <c>Delay(1..3)</c>.</summary>
    public override string ToString() => _steps.Min() is var shortest && shortest == Longest ? $"Delay({Longest})" : $"Delay({shortest}..{Longest})";

    /// <inheritdoc/>
    protected override Shape BuildCore(Shape input)
    {
        if (_states is null) CreateStates(input.Features);
        return input;
    }

    /// <inheritdoc/>
    protected override Signal ForwardCore(Signal input, Pass pass)
    {
        BeginForward(input.Steps, input.Batch);
        for (int t = 0; t < input.Steps; t++) TakeInput(t, input.At(t));
        return EndForward();
    }

    /// <inheritdoc/>
    protected override Signal BackwardCore(Signal outputGradient, Pass pass)
    {
        BeginBackward();
        int steps = outputGradient.Steps, all = steps * _length;
        outputGradient.Data.CopyTo(_gradientRows);
        EndBackward();
        if (!pass.NeedsInputGradient) return default;
        if (_steps.Length == 1) return new Signal(_gradientRows.Slice(Longest * _length, all), steps, _batch, Outputs);
        Memory<float> gradient = _inputGradient.Take(all);
        for (int t = 0; t < steps; t++) Gather(t, gradient.Span.Slice(t * _length, _length));
        return new Signal(gradient, steps, _batch, Outputs);
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        long row = (long)pass.Batch * Outputs, line = (pass.Steps + Longest) * row;
        yield return PlannedBuffer.Floats("output, and of the steps after it", line);
        if (_states is not null)
            foreach (PlannedBuffer buffer in _states.Plan(pass)) yield return buffer;
        if (!pass.Training) yield break;
        yield return PlannedBuffer.Floats("gradient of output, and of the steps after it", line);
        if (_steps.Length > 1 && (pass.NeedsInputGradient || pass.IsInCycle))
            yield return PlannedBuffer.Floats("gradient of input", (pass.IsInCycle ? 1 : pass.Steps) * row);
    }

    /// <inheritdoc/>
    internal override DeviceLayer PlaceOn(DeviceComputing math, DeviceArena memory) => new DeviceDelay(this, math, memory);

    /// <inheritdoc/>
    void IDelayLine<Signal>.BeginForward(int steps, int batch) => BeginForward(steps, batch);

    /// <inheritdoc/>
    Signal IDelayLine<Signal>.OutputAt(int step) => new(Row(_rows, step), 1, _batch, Outputs);

    /// <inheritdoc/>
    void IDelayLine<Signal>.TakeInput(int step, Signal input) => TakeInput(step, input.At(0));

    /// <inheritdoc/>
    Signal IDelayLine<Signal>.EndForward() => EndForward();

    /// <inheritdoc/>
    void IDelayLine<Signal>.BeginBackward()
    {
        BeginBackward();
        if (_steps.Length > 1) _gathered = _inputGradient.Take(_length);
    }

    /// <inheritdoc/>
    Signal IDelayLine<Signal>.InputGradientAt(int step)
    {
        if (_steps.Length == 1) return new Signal(Row(_gradientRows, step + Longest), 1, _batch, Outputs);
        Gather(step, _gathered.Span);
        return new Signal(_gathered, 1, _batch, Outputs);
    }

    /// <inheritdoc/>
    void IDelayLine<Signal>.TakeGradient(int step, Signal gradient) => gradient.At(0).CopyTo(Row(_gradientRows, step).Span);

    /// <inheritdoc/>
    void IDelayLine<Signal>.EndBackward() => EndBackward();

    private void CreateStates(int features)
    {
        if (Longest > 0) _states = new LayerStates(features, new float[Longest]);
    }

    private void BeginForward(int steps, int batch)
    {
        (_batch, _length) = (batch, Sizes.Product(this, "a time step", batch, Outputs));
        _states?.BeginForward(batch);
        _rows = _line.Take(Sizes.Product(this, "the output, and of the steps after it,", steps + Longest, _length));
        for (int i = 0; i < Longest; i++) _states!.Before[i].CopyTo(Row(_rows, i));

        // Steps after the pass that no input has reached yet.
        if (_steps.Length > 1) _rows.Span[(Longest * _length)..].Clear();
    }

    private void TakeInput(int step, ReadOnlySpan<float> input)
    {
        if (_steps.Length == 1)
        {
            input.CopyTo(Row(_rows, step + Longest).Span);
            return;
        }

        Span<float> rows = _rows.Span[(step * _length)..];
        for (int at = 0; at < input.Length; at++) rows[_steps[at % _steps.Length] * _length + at] = input[at];
    }

    private Signal EndForward()
    {
        int steps = _rows.Length / _length - Longest;
        for (int i = 0; i < Longest; i++) Row(_rows, steps + i).CopyTo(_states!.Values[i]);
        return new Signal(_rows[..(steps * _length)], steps, _batch, Outputs);
    }

    private void BeginBackward()
    {
        _gradientRows = _lineGradient.Take(_rows.Length);
        _states?.BeginBackward();
        int steps = _rows.Length / _length - Longest;
        for (int i = 0; i < Longest; i++) _states!.Gradients[i].CopyTo(Row(_gradientRows, steps + i));
    }

    // A step that an input of this pass has reached does not depend on the states before it.
    private void EndBackward()
    {
        for (int i = 0; i < Longest; i++)
        {
            Span<float> target = _states!.Gradients[i].Span;
            Row(_gradientRows, i).Span.CopyTo(target);
            for (int at = 0; _steps.Length > 1 && at < target.Length; at++)
                if (i >= _steps[at % _steps.Length]) target[at] = 0f;
        }
    }

    private void Gather(int step, Span<float> target)
    {
        ReadOnlySpan<float> rows = _gradientRows.Span[(step * _length)..];
        for (int at = 0; at < target.Length; at++) target[at] = rows[_steps[at % _steps.Length] * _length + at];
    }

    private Memory<float> Row(Memory<float> rows, int step) => rows.Slice(step * _length, _length);

    private static int Count(IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Count > 0 ? steps.Count : throw new ArgumentException("There is a delay for each value; none is given.", nameof(steps));
    }

    private static int Valid(int steps, string name) => steps is >= 0 and <= MostSteps
        ? steps
        : throw new ArgumentOutOfRangeException(name, steps, $"A delay is 0 to {MostSteps} time steps.");
}
