namespace Sgl;

/// <summary>A network on the processor, where parameters and signals are anyway.</summary>
internal sealed class CpuExecution(Layer[] layers, Edges[] edges, Workers workers) : Execution
{
    private readonly CpuPass _pass = new(layers, edges, workers);
    private readonly TrainingGuard _guard = new(layers, workers);
    private readonly Parameter[] _parameters = [.. layers.SelectMany(layer => layer.Parameters)];
    private readonly GrowingBuffer _outputGradient = new();
    private readonly GrowingBuffer _scores = new();

    // What a caller was given last, which it may read while another thread runs the next pass.
    private GrowingBuffer _given = new();
    private int _givenTo;

    public override long Passes => _pass.Passes;

    public override PassObserver[]? Observers { set => _pass.Observers = value; }

    public override NetworkPlan Plan(PassShape input, TimeCut cut) =>
        new(layers, edges, input, cut, (i, pass) => layers[i].Plan(pass));

    public override Signal Forward(Signal input, bool training, TimeCut cut) =>
        Give(_pass.Forward(input, training, cut));

    public override void Backward(Signal outputGradient) => _pass.Backward(outputGradient);

    public override Signal Step(Signal input, bool goesOn) => Give(_pass.Step(input, goesOn));

    public override BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut, CancellationToken cancellation = default)
    {
        using Exclusive.Hold hold = input.TakeEncoder();
        Signal output = _pass.Forward(input.Signal, training: false, cut, cancellation);
        return Judge(output, labels, loss, TakeGradient(output));
    }

    public override BatchResult TrainStep(
        in NetworkInput input,
        ReadOnlySpan<int> labels,
        Loss loss,
        Optimizer optimizer,
        TimeCut cut,
        CancellationToken cancellation = default)
    {
        using Exclusive.Hold hold = input.TakeEncoder();
        TrainingSteps++;
        foreach (Layer layer in layers) layer.ClearGradients();
        Signal given = input.Signal;
        Signal output = _pass.Forward(given, training: true, cut, cancellation);
        Memory<float> gradient = TakeGradient(output);
        BatchResult result = Judge(output, labels, loss, gradient);
        if (StopsAtNonFinite) _guard.RequireFiniteLoss(result.Loss, given, TrainingSteps);
        _pass.Backward(new Signal(gradient, output.Steps, output.Batch, output.Features), cancellation);
        if (StopsAtNonFinite) _guard.RequireFiniteGradients(given, TrainingSteps);
        optimizer.Step(_parameters, workers);
        if (StopsAtNonFinite) _guard.RequireFiniteParameters(TrainingSteps, isMade: true);
        return result;
    }

    public override void CopyFromDevice(Optimizer? optimizer)
    {
    }

    public override void CopyToDevice(Optimizer? optimizer)
    {
    }

    public override void Dispose()
    {
    }

    // The output in memory that only this thread is given: no pass of another one writes over it.
    private Signal Give(Signal output)
    {
        if (output.IsSpikes) return new Signal(output.Bits.ToArray(), output.Steps, output.Batch, output.Features);
        int thread = Environment.CurrentManagedThreadId;
        if (_givenTo != thread) (_given, _givenTo) = (new GrowingBuffer(), thread);
        Memory<float> copy = _given.Take(output.Data.Length);
        output.Data.CopyTo(copy);
        return new Signal(copy, output.Steps, output.Batch, output.Features, output.IsConstant);
    }

    private Memory<float> TakeGradient(Signal output) =>
        _outputGradient.Take(
        Sizes.Product(this, "the gradient of the output", output.Steps, output.Batch, output.Features));

    private BatchResult Judge(Signal output, ReadOnlySpan<int> labels, Loss loss, Memory<float> gradient)
    {
        double value = loss.Evaluate(output, labels, gradient.Span);
        Span<float> scores = _scores.Take(output.Batch * output.Features).Span;
        loss.Scores(output, scores);
        return new BatchResult(value, Loss.CountCorrect(scores, labels), labels.Length);
    }
}
