namespace Sgl;

/// <summary>A network on the processor, where parameters and signals are anyway.</summary>
internal sealed class CpuExecution(Layer[] layers, Workers workers) : Execution
{
    private readonly CpuPass _pass = new(layers, workers);
    private readonly Parameter[] _parameters = [.. layers.SelectMany(layer => layer.Parameters)];
    private readonly GrowingBuffer _outputGradient = new();
    private readonly GrowingBuffer _scores = new();

    public override long Passes => _pass.Passes;

    public override PassObserver[]? Observers { set => _pass.Observers = value; }

    public override NetworkPlan Plan(PassShape input, TimeCut cut) =>
        new(layers, input, cut, (i, pass) => layers[i].Plan(pass));

    public override Signal Forward(Signal input, bool training, TimeCut cut) => _pass.Forward(input, training, cut);

    public override void Backward(Signal outputGradient) => _pass.Backward(outputGradient);

    public override Signal Step(Signal input, bool goesOn) => _pass.Step(input, goesOn);

    public override BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut, CancellationToken cancellation = default)
    {
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
        foreach (Layer layer in layers) layer.ClearGradients();
        Signal output = _pass.Forward(input.Signal, training: true, cut, cancellation);
        Memory<float> gradient = TakeGradient(output);
        BatchResult result = Judge(output, labels, loss, gradient);
        _pass.Backward(new Signal(gradient, output.Steps, output.Batch, output.Features), cancellation);
        optimizer.Step(_parameters, workers);
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

    private Memory<float> TakeGradient(Signal output) =>
        _outputGradient.Take(checked(output.Steps * output.Batch * output.Features));

    private BatchResult Judge(Signal output, ReadOnlySpan<int> labels, Loss loss, Memory<float> gradient)
    {
        double value = loss.Evaluate(output, labels, gradient.Span);
        Span<float> scores = _scores.Take(output.Batch * output.Features).Span;
        loss.Scores(output, scores);
        return new BatchResult(value, Loss.CountCorrect(scores, labels), labels.Length);
    }
}
