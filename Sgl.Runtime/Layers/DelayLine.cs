namespace Sgl;

/// <summary>
/// A <see cref="Delay"/> where it computes. What it gives at each step of a pass, and at the k steps after it, is in rows [B·F] of
/// which row t is y[t]; likewise the gradients.
/// </summary>
internal sealed class DelayLine : PlacedLayer, IDelayLine
{
    private readonly Delay _layer;
    private readonly IStateRows? _states;
    private readonly LayerBuffer _line;
    private readonly LayerBuffer _lineGradient;
    private readonly LayerBuffer _inputGradient;
    private readonly KeptMemory<int>? _delays;
    private DelayRows _rows;
    private DelayRows _gradientRows;

    public DelayLine(Delay layer, LayerPlace place)
        : base(place)
    {
        _layer = layer;
        _states = layer.States is { } states ? On.Place(states) : null;
        _line = place.Buffer("output, and of the steps after it", AllRows);
        _lineGradient = place.Buffer("gradient of output, and of the steps after it", pass => pass.Training ? AllRows(pass) : 0);
        _inputGradient = place.Buffer(
            "gradient of input",
            pass => !DelaysEach ? 0 : pass.IsInCycle && pass.Training ? Row(pass) : pass.NeedsInputGradient ? pass.Steps * Row(pass) : 0);
        if (!DelaysEach) return;
        _delays = On.Keep<int>();
        On.Write<int>([.. layer.Steps], _delays.Take(layer.Steps.Count));
    }

    internal override IPassStates? States => _states;

    internal override IDelayLine? Line => this;

    internal override bool SumsGradient => false;

    internal override bool TakesConstant => true;

    private bool DelaysEach => _layer.Steps.Count > 1;

    private int Longest => _layer.Longest;

    private int Steps => Place.Pass.Steps;

    // Values of a time step.
    private long Length => Row(Place.Pass);

    internal override void CopySettings() => _states?.CopySettings();

    internal override IEnumerable<PlannedBuffer> PlanMore(PassShape pass) =>
        [.. _states?.Plan(pass) ?? [], .. DelaysEach ? [PlannedBuffer.Integers("steps", _layer.Steps.Count)] : (PlannedBuffer[])[]];

    protected override Signal Forward(ReadOnlySpan<Signal> inputs, Pass pass)
    {
        BeginForward();
        TakeInput(0, inputs[0]);
        return EndForward();
    }

    protected override void Backward(Signal outputGradient, Span<Signal> inputGradients, Pass pass)
    {
        BeginBackward();
        On.Copy(outputGradient.Values, Part(_gradientRows, 0, Steps));
        EndBackward();
        if (pass.NeedsInputGradient) inputGradients[0] = InputGradients(0, Steps);
    }

    void IDelayLine.BeginForward(int steps, int batch)
    {
        Place.Pass = new PassShape(steps, batch, IsConstant: false, Training: false, NeedsInputGradient: false) { IsInCycle = true };
        BeginForward();
    }

    public Signal OutputAt(int step) => Signal(Part(_rows, step, 1), 1);

    // One step or several.
    public void TakeInput(int step, Signal input)
    {
        if (DelaysEach) On.Scatter(input.Values, input.IsConstant, _rows, step, input.Steps);
        else On.Copy(input.Values, Part(_rows, step + Longest, input.Steps));
    }

    public Signal EndForward()
    {
        for (int i = 0; i < Longest; i++) On.Copy(Part(_rows, Steps + i, 1), _states!.ValuesAt(i));
        return Signal(Part(_rows, 0, Steps), Steps);
    }

    void IDelayLine.BeginBackward()
    {
        Place.Pass = Place.Pass with { Training = true };
        BeginBackward();
    }

    public Signal InputGradientAt(int step) => InputGradients(step, 1);

    public void TakeGradient(int step, Signal gradient) => On.Copy(gradient.Values, Part(_gradientRows, step, 1));

    // A step that an input of this pass has reached does not depend on the states before it.
    public void EndBackward()
    {
        for (int i = 0; i < Longest; i++)
        {
            if (DelaysEach) On.CopyOlder(_gradientRows, i, _states!.GradientsAt(i));
            else On.Copy(Part(_gradientRows, i, 1), _states!.GradientsAt(i));
        }
    }

    private void BeginForward()
    {
        _states?.BeginForward(Place.Pass.Batch);
        _rows = Rows(_line);
        for (int i = 0; i < Longest; i++) On.Copy(_states!.BeforeAt(i), Part(_rows, i, 1));

        // Steps after the pass that no input has reached yet.
        if (DelaysEach) On.Fill(0f, Part(_rows, Longest, Steps));
    }

    private void BeginBackward()
    {
        _gradientRows = Rows(_lineGradient);
        _states?.BeginBackward();
        for (int i = 0; i < Longest; i++) On.Copy(_states!.GradientsAt(i), Part(_gradientRows, Steps + i, 1));
    }

    private Signal InputGradients(int step, int count)
    {
        if (!DelaysEach) return Signal(Part(_gradientRows, step + Longest, count), count);
        View<float> gradient = _inputGradient.Take();
        On.Gather(_gradientRows, step, gradient);
        return Signal(gradient, count);
    }

    private Signal Signal(View<float> values, int steps) => new(values, steps, Place.Pass.Batch, _layer.Outputs, isConstant: false);

    private DelayRows Rows(LayerBuffer buffer) => new(buffer.Take(), Length, _delays?.Take(_layer.Steps.Count) ?? default);

    private View<float> Part(DelayRows rows, int first, int count) => rows.Values.Slice(first * Length, count * Length);

    private long Row(PassShape pass) => (long)pass.Batch * _layer.Outputs;

    private long AllRows(PassShape pass) => (pass.Steps + Longest) * Row(pass);
}
