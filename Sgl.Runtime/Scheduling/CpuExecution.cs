namespace Sgl;

/// <summary>A network on the processor, where parameters and signals are anyway.</summary>
internal sealed class CpuExecution(LayerGraph graph, CpuBackend ops) : Execution
{
    private readonly ScheduledPass _pass = new(graph, [.. graph.Layers.Select(layer => new CpuLayer(layer))], ops, ops.Workers);
    private readonly OperationCheck _check = new(graph, ops);
    private readonly Layer[] _layers = [.. graph.Layers.SelectMany(layer => layer.WithInner())];
    private readonly TrainingGuard _guard = new(graph.Layers, ops.Workers);
    private readonly Parameter[] _parameters = [.. graph.Layers.SelectMany(layer => layer.AllParameters())];
    private readonly Head[] _heads = [.. graph.Outputs.Select(_ => new Head(ops))];
    private readonly KeptMemory<int> _labels = ops.Keep<int>();

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
        [
            PlannedBuffer.Floats("scores", (long)input.Batch * graph.Outputs.Sum(output => output.Shape.Features)),
            PlannedBuffer.Doubles("losses", (long)input.Batch * graph.Outputs.Length),
            PlannedBuffer.Integers("labels", input.Batch),
            PlannedBuffer.Integers("classes", (long)input.Batch * graph.Outputs.Length),
            PlannedBuffer.Floats(
                "what the loss works with, at most", (long)input.Batch * graph.Outputs.Max(output => output.Shape.Features)),
        ]);

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
        for (int j = 0; j < outputs.Length; j++) _check.Require(objectives[j].Loss, outputs[j]);
        _check.Require(optimizer);
        bool trains = optimizer is not null;
        if (trains) Begin();
        _pass.Forward(inputs, trains, cut);
        var results = new BatchResult[objectives.Count];
        var gradients = new Signal[graph.Outputs.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            Signal output = _pass.Outputs[k];
            int j = Array.IndexOf(outputs, k);
            if (j >= 0) results[j] = Evaluate(output, objectives[j].Labels.Span, objectives[j].Loss, k, objectives[j].Weight, out gradients[k]);
            else gradients[k] = GradientOf(output, _heads[k].Zero(output));
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
        _check.Require(loss, output: 0);
        using Exclusive.Hold hold = input.TakeEncoder();
        Signal output = _pass.Forward(input.EncodeOn(ops), training: false, cut, cancellation);
        return Evaluate(output, labels, loss, head: 0, weight: 1f, out _);
    }

    public override BatchResult TrainStep(
        in NetworkInput input,
        ReadOnlySpan<int> labels,
        Loss loss,
        Optimizer optimizer,
        TimeCut cut,
        CancellationToken cancellation = default)
    {
        _check.Require(loss, output: 0);
        _check.Require(optimizer);
        using Exclusive.Hold hold = input.TakeEncoder();
        Begin();
        Signal given = input.EncodeOn(ops);
        Signal output = _pass.Forward(given, training: true, cut, cancellation);
        BatchResult result = Evaluate(output, labels, loss, head: 0, weight: 1f, out Signal outputGradient);
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
        optimizer.Step(_parameters, ops);
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

    private BatchResult Evaluate(
        Signal output, ReadOnlySpan<int> labels, Loss loss, int head, float weight, out Signal gradient)
    {
        Loss.RequireLabels(labels, output.Batch, output.Features);
        View<int> given = _labels.Take(labels.Length);
        ops.Write(labels, given);
        gradient = GradientOf(output, _heads[head].Evaluate(output, given, loss, weight));
        int correct = 0;
        ReadOnlySpan<int> classes = _heads[head].Classes.Memory.Span;
        for (int i = 0; i < labels.Length; i++)
            if (classes[i] == labels[i]) correct++;
        return new BatchResult(Loss.Mean(_heads[head].Losses.Doubles.Memory.Span), correct, labels.Length);
    }

    private static Signal GradientOf(Signal output, View<float> gradient) =>
        new(gradient, output.Steps, output.Batch, output.Features, isConstant: false);
}
