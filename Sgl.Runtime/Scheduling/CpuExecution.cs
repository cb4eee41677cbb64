using System.Numerics.Tensors;

namespace Sgl;

/// <summary>A network on the processor, where parameters and signals are anyway.</summary>
internal sealed class CpuExecution(LayerGraph graph, Workers workers) : Execution
{
    private readonly CpuPass _pass = new(graph, workers);
    private readonly Layer[] _layers = [.. graph.Layers.SelectMany(layer => layer.WithInner())];
    private readonly TrainingGuard _guard = new(graph.Layers, workers);
    private readonly Parameter[] _parameters = [.. graph.Layers.SelectMany(layer => layer.AllParameters())];
    private readonly GrowingBuffer[] _outputGradients = GrowingBuffer.Several(graph.Outputs.Length);
    private readonly GrowingBuffer _scores = new();

    // What a caller was given last, which it may read while another thread runs the next pass.
    private GrowingBuffer _given = new();
    private int _givenTo;

    public override long Passes => _pass.Passes;

    public override PassObserver[]? Observers { set => _pass.Observers = value; }

    public override NetworkPlan Plan(PassShape input, TimeCut cut) => new(
        graph,
        input,
        cut,
        (i, pass) => graph.Layers[i].PlanAll(pass),
        [PlannedBuffer.Floats("scores", (long)input.Batch * graph.Outputs.Max(output => output.Shape.Features))]);

    public override Signal Forward(Signal input, bool training, TimeCut cut) =>
        Give(_pass.Forward(input, training, cut));

    public override void Backward(Signal outputGradient) => _pass.Backward(outputGradient);

    public override Signal[] Forward(ReadOnlySpan<Signal> inputs, bool training, TimeCut cut)
    {
        _pass.Forward(inputs, training, cut);
        return [.. _pass.Outputs.ToArray().Select(Copy)];
    }

    public override void Backward(ReadOnlySpan<Signal> outputGradients) => _pass.Backward(outputGradients);

    public override BatchResult[] Run(
        ReadOnlySpan<Signal> inputs, IReadOnlyList<Objective> objectives, int[] outputs, Optimizer? optimizer, TimeCut cut)
    {
        bool trains = optimizer is not null;
        if (trains) Begin();
        _pass.Forward(inputs, trains, cut);
        var results = new BatchResult[objectives.Count];
        var gradients = new Signal[graph.Outputs.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            Signal output = _pass.Outputs[k];
            Memory<float> gradient = TakeGradient(output, k);
            int j = Array.IndexOf(outputs, k);
            if (j < 0) gradient.Span.Clear();
            else results[j] = Evaluate(output, objectives[j], gradient);
            gradients[k] = new Signal(gradient, output.Steps, output.Batch, output.Features);
        }

        if (optimizer is null) return results;
        double loss = results.Select((result, j) => result.Loss * objectives[j].Weight).Sum();
        Update(loss, inputs, gradients, optimizer, cancellation: default);
        return results;
    }

    public override Signal Step(Signal input, int step) => Give(_pass.Step(input, step));

    public override float[][] ReadStates() => _pass.ReadStates();

    public override void WriteStates(float[][] states) => _pass.WriteStates(states);

    public override BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut, CancellationToken cancellation = default)
    {
        using Exclusive.Hold hold = input.TakeEncoder();
        Signal output = _pass.Forward(input.Signal, training: false, cut, cancellation);
        return Evaluate(output, labels, loss, TakeGradient(output, 0));
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
        Begin();
        Signal given = input.Signal;
        Signal output = _pass.Forward(given, training: true, cut, cancellation);
        Memory<float> gradient = TakeGradient(output, 0);
        BatchResult result = Evaluate(output, labels, loss, gradient);
        var outputGradient = new Signal(gradient, output.Steps, output.Batch, output.Features);
        Update(
            result.Loss,
            new ReadOnlySpan<Signal>(in given),
            new ReadOnlySpan<Signal>(in outputGradient),
            optimizer,
            cancellation);
        return result;
    }

    public override void CopyFromDevice(Optimizer optimizer)
    {
    }

    public override void CopyToDevice(Optimizer? optimizer)
    {
    }

    private void Begin()
    {
        TrainingSteps++;
        foreach (Layer layer in _layers) layer.ClearGradients();
    }

    private void Update(
        double loss,
        ReadOnlySpan<Signal> inputs,
        ReadOnlySpan<Signal> outputGradients,
        Optimizer optimizer,
        CancellationToken cancellation)
    {
        if (StopsAtNonFinite) _guard.RequireFiniteLoss(loss, inputs, TrainingSteps);
        _pass.Backward(outputGradients, cancellation);
        if (StopsAtNonFinite) _guard.RequireFiniteGradients(inputs, TrainingSteps);
        optimizer.Step(_parameters, workers);
        if (StopsAtNonFinite) _guard.RequireFiniteParameters(TrainingSteps, isMade: true);
    }

    // The output in memory that only this thread is given: no pass of another one writes over it.
    private Signal Give(Signal output)
    {
        if (output.IsSpikes) return Copy(output);
        int thread = Environment.CurrentManagedThreadId;
        if (_givenTo != thread) (_given, _givenTo) = (new GrowingBuffer(), thread);
        Memory<float> copy = _given.Take(output.Data.Length);
        output.Data.CopyTo(copy);
        return new Signal(copy, output.Steps, output.Batch, output.Features, output.IsConstant);
    }

    private static Signal Copy(Signal output) => output.IsSpikes
        ? new Signal(output.Bits.ToArray(), output.Steps, output.Batch, output.Features)
        : new Signal(output.Data.ToArray(), output.Steps, output.Batch, output.Features, output.IsConstant);

    private Memory<float> TakeGradient(Signal output, int index) => _outputGradients[index].Take(
        Sizes.Product(this, "the gradient of the output", output.Steps, output.Batch, output.Features));

    private BatchResult Evaluate(Signal output, Objective objective, Memory<float> gradient)
    {
        BatchResult result = Evaluate(output, objective.Labels.Span, objective.Loss, gradient);
        if (objective.Weight != 1f) TensorPrimitives.Multiply(gradient.Span, objective.Weight, gradient.Span);
        return result;
    }

    private BatchResult Evaluate(Signal output, ReadOnlySpan<int> labels, Loss loss, Memory<float> gradient)
    {
        double value = loss.Evaluate(output, labels, gradient.Span);
        Span<float> scores = _scores.Take(output.Batch * output.Features).Span;
        loss.Scores(output, scores);
        return new BatchResult(value, Loss.CountCorrect(scores, labels), labels.Length);
    }
}
