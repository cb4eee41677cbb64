using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>
/// A network on a device. Parameters, signals, gradients and moments stay there: a training step sends values and labels,
/// and brings back a loss and a class for each sample.
/// </summary>
internal sealed class DeviceExecution : Execution, IParameterHome
{
    private readonly GpuDevice _device;
    private readonly DeviceArena _memory;
    private readonly DeviceComputing _math;
    private readonly GpuBackend _on;
    private readonly OperationCheck _check;
    private readonly ScheduledPass _pass;
    private readonly PlacedParameter[] _parameters;
    private readonly Layer[] _layers;
    private readonly LayerGraph _graph;
    private readonly DeviceLayer[] _placed;
    private readonly BatchPlace[] _places;
    private readonly GrowingDeviceBuffer<float> _encoded;
    private readonly Head[] _heads;
    private readonly GrowingDeviceBuffer<uint> _nonFinite;

    public DeviceExecution(GpuDevice device, LayerGraph graph, Workers workers)
    {
        (_device, _math, _graph, _layers) = (device, device.Math, graph, graph.Layers);
        _memory = new DeviceArena(device.Accelerator);
        _on = new GpuBackend(_math, _memory);
        _check = new OperationCheck(graph, _on);
        try
        {
            _placed = [.. _layers.Select(layer => layer.PlaceOnDevice(_on))];
            for (int i = 0; i < _placed.Length; i++)
            {
                if (_placed[i] is DeviceBackendLayer operations) operations.MayBeFedSpikes = graph.MayReadSpikes(i);
                if (_placed[i] is DeviceNamedOutput output) output.Source = (INamedOutputs)_placed[graph.Sources(i)[0]];
            }

            _parameters = [.. _placed.SelectMany(layer => layer.Parameters)];
            _pass = new ScheduledPass(graph, _placed, _on, workers);
            CopyToDevice(optimizer: null);
            foreach (PlacedParameter parameter in _parameters) parameter.Parameter.Home = this;
        }
        catch
        {
            _memory.Dispose();
            throw;
        }

        int places = Math.Max(2, Math.Max(graph.Inputs.Length, graph.Outputs.Length));
        _places = [.. Enumerable.Range(0, places).Select(_ => new BatchPlace(device, _memory))];
        _heads = [.. graph.Outputs.Select(_ => new Head(_on))];
        (_encoded, _nonFinite) = (_memory.Floats(), _memory.Words());
    }

    public override long Passes => _pass.Passes;

    public override PassObserver[]? Observers { set => _pass.Observers = value; }

    private AcceleratorStream Stream => _math.Launcher.Stream;

    public override NetworkPlan Plan(PassShape input, TimeCut cut)
    {
        int batch = input.Batch, outputs = _graph.Outputs.Length;
        long row = (long)batch * _graph.Inputs[0].Shape.Features;
        int[] classes = [.. _graph.Outputs.Select(output => output.Shape.Features)];
        return new NetworkPlan(
            _graph,
            input,
            cut,
            (i, pass) => _placed[i].Plan(pass),
            [
                .. PlanPlaces(input),
                .. input.IsEncoded
                    ? [PlannedBuffer.Floats("encoded input", input.IsConstant ? row : input.Steps * row)] : (PlannedBuffer[])[],
                PlannedBuffer.Floats("scores", (long)classes.Sum() * batch),
                PlannedBuffer.Floats("losses", (long)outputs * batch),
                PlannedBuffer.Integers("classes", (long)outputs * batch),
                .. StopsAtNonFinite && _parameters.Length > 0
                    ? [PlannedBuffer.Integers("where parameters are not finite", _parameters.Length)] : (PlannedBuffer[])[],
                PlannedBuffer.Floats("what the loss works with, at most", batch * (long)Math.Max(classes.Max(), input.Steps)),
            ]);
    }

    // Of one input, the next batch is sent while this one is computed with; else each input and its labels have a place.
    private IEnumerable<PlannedBuffer> PlanPlaces(PassShape input)
    {
        (NetworkPort[] inputs, int outputs) = (_graph.Inputs, _graph.Outputs.Length);
        if (inputs.Length == 1 && outputs == 1)
        {
            long values = (input.IsEncoded ? input.Batch : input.Rows) * inputs[0].Shape.Features;
            return [.. BatchPlace.Plan("this batch", values, input.Batch), .. BatchPlace.Plan("the next batch, in Train", values, input.Batch)];
        }

        return Enumerable.Range(0, _places.Length).SelectMany(k => BatchPlace.Plan(
            k < inputs.Length ? $"'{inputs[k].Name}'" : $"output {k}",
            k < inputs.Length ? input.Rows * inputs[k].Shape.Features : 0,
            k < outputs ? input.Batch : 0));
    }

    public override Signal Forward(Signal input, bool training, TimeCut cut)
    {
        using Lock.Scope turn = TakeTurn();
        return _on.Bring(_pass.Forward(Send(_places[0], new NetworkInput(input), []), training, cut));
    }

    public override void Backward(Signal outputGradient)
    {
        using Lock.Scope turn = TakeTurn();
        MarkNewer();
        _pass.Backward(Send(_heads[0], outputGradient));
        Stream.Synchronize();
    }

    public override Signal[] Forward(ReadOnlySpan<Signal> inputs, bool training, TimeCut cut)
    {
        using Lock.Scope turn = TakeTurn();
        _pass.Forward(Send(inputs, [], []), training, cut);
        return [.. _pass.Outputs.ToArray().Select(_on.Bring)];
    }

    public override void Backward(ReadOnlySpan<Signal> outputGradients)
    {
        using Lock.Scope turn = TakeTurn();
        var gradients = new Signal[outputGradients.Length];
        for (int k = 0; k < gradients.Length; k++) gradients[k] = Send(_heads[k], outputGradients[k]);
        MarkNewer();
        _pass.Backward(gradients);
        Stream.Synchronize();
    }

    public override BatchResult[] Run(
        ReadOnlySpan<Signal> inputs, IReadOnlyList<Objective> objectives, int[] outputs, Optimizer? optimizer, TimeCut cut)
    {
        using Lock.Scope turn = TakeTurn();
        for (int j = 0; j < outputs.Length; j++) _check.Require(objectives[j].Loss, outputs[j]);
        _check.Require(optimizer);
        using Exclusive.Hold hold = optimizer is null ? default : optimizer.Take();
        Signal[] sent = Send(inputs, objectives, outputs);
        if (optimizer is not null) ClearGradients();
        _pass.Forward(sent, training: optimizer is not null, cut);
        var gradients = new Signal[_heads.Length];
        for (int k = 0; k < gradients.Length; k++)
        {
            int j = Array.IndexOf(outputs, k);
            gradients[k] = j < 0
                ? GradientOf(_pass.Outputs[k], _heads[k].Zero(_pass.Outputs[k]))
                : Evaluate(_heads[k], _places[k], _pass.Outputs[k], objectives[j].Loss, objectives[j].Weight);
        }

        ArrayView<uint> nonFinite = default;
        if (optimizer is not null)
        {
            _pass.Backward(gradients);
            nonFinite = Update(optimizer);
        }

        long step = optimizer is null ? 0 : ++TrainingSteps;
        RunningBatch[] running =
            [.. outputs.Select(k => Bring(_heads[k], _places[k], nonFinite, step))];
        if (optimizer is not null)
            foreach (RunningBatch batch in running) RequireFinite(batch);
        return [.. running.Select(batch => batch.Result)];
    }

    public override Signal Step(Signal input, int step)
    {
        using Lock.Scope turn = TakeTurn();
        return _on.Bring(_pass.Step(Send(_places[0], new NetworkInput(input), []), step));
    }

    public override float[][] ReadStates()
    {
        using Lock.Scope turn = TakeTurn();
        return _pass.ReadStates();
    }

    public override void WriteStates(float[][] states)
    {
        using Lock.Scope turn = TakeTurn();
        _pass.WriteStates(states);
    }

    public void Refresh(Parameter parameter)
    {
        int index = Array.FindIndex(_parameters, placed => placed.Parameter == parameter);
        if (!_parameters[index].IsNewer) return;
        using Lock.Scope turn = TakeTurn();
        _parameters[index].Refresh(Stream);
        Stream.Synchronize();
    }

    public override BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut, CancellationToken cancellation = default)
    {
        using Lock.Scope turn = TakeTurn();
        _check.Require(loss, output: 0);
        BatchPlace place = _places[0];
        Loss.RequireLabels(labels, input.Batch, _layers[^1].Outputs);
        Signal output = _pass.Forward(Send(place, input, labels), training: false, cut, cancellation);
        Evaluate(_heads[0], place, output, loss);
        return Bring(_heads[0], place, default, trainingStep: 0).Result;
    }

    public override BatchResult TrainStep(
        in NetworkInput input,
        ReadOnlySpan<int> labels,
        Loss loss,
        Optimizer optimizer,
        TimeCut cut,
        CancellationToken cancellation = default)
    {
        using Lock.Scope turn = TakeTurn();
        RunningBatch batch = StartStep(_places[0], input, labels, loss, optimizer, cut, cancellation);
        RequireFinite(batch);
        return batch.Result;
    }

    public override void Train(
        IEnumerable<Batch> batches,
        Loss loss,
        Optimizer optimizer,
        Func<NetworkInput, TimeCut> cutFor,
        Action<BatchResult> report,
        CancellationToken cancellation)
    {
        RunningBatch? running = null;
        int place = 0;
        try
        {
            foreach (Batch batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                RunningBatch next = StartStep(_places[place], batch, loss, optimizer, cutFor, cancellation);
                (RunningBatch? last, running, place) = (running, next, 1 - place);
                if (last is not null) report(FiniteResultOf(last));
            }

            if (running is { } end)
            {
                running = null;
                report(FiniteResultOf(end));
            }
        }
        finally
        {
            if (running is not null) report(ResultOf(running));
        }
    }

    public override void CopyFromDevice(Optimizer optimizer)
    {
        using Lock.Scope turn = TakeTurn();
        foreach (PlacedParameter parameter in _parameters) parameter.CopyFromDevice(optimizer, Stream);
        Stream.Synchronize();
    }

    public override void CopyToDevice(Optimizer? optimizer)
    {
        using Lock.Scope turn = TakeTurn();
        foreach (PlacedParameter parameter in _parameters) parameter.CopyToDevice(optimizer, Stream);
        foreach (DeviceLayer layer in _placed) layer.CopySettings();
        Stream.Synchronize();
    }

    // Waits for a step that another thread is in.
    public override void Dispose()
    {
        using Lock.Scope turn = _device.Gate.EnterScope();
        if (IsDisposed) return;
        RequireNoPass();
        foreach (BatchPlace place in _places) place.Finish();
        foreach (PlacedParameter parameter in _parameters)
        {
            parameter.Refresh(Stream);
            parameter.Parameter.Home = null;
        }

        Stream.Synchronize();
        base.Dispose();
        _device.Forget(this);
        _memory.Dispose();
    }

    // Waits until no other thread launches work on the device.
    private Lock.Scope TakeTurn()
    {
        Lock.Scope turn = _device.Gate.EnterScope();
        if (!IsDisposed) return turn;
        turn.Dispose();
        RequireNotDisposed();
        return default;
    }

    private void MarkNewer()
    {
        foreach (PlacedParameter parameter in _parameters) parameter.IsNewer = true;
    }

    private BatchResult ResultOf(RunningBatch batch)
    {
        lock (_device.Gate) return batch.Result;
    }

    private BatchResult FiniteResultOf(RunningBatch batch)
    {
        lock (_device.Gate)
        {
            RequireFinite(batch);
            return batch.Result;
        }
    }

    // What a step left is known when its result is.
    private void RequireFinite(RunningBatch batch)
    {
        if (!StopsAtNonFinite) return;
        BatchResult result = batch.Result;
        double loss = result.Loss;
        int first = Array.FindIndex(batch.NonFinite, at => at != uint.MaxValue);
        if (first < 0 && double.IsFinite(loss)) return;
        if (batch.NonFiniteInput is >= 0 and int at)
        {
            int features = _layers[0].Inputs, row = at / features;
            throw new NonFiniteException(0, _layers[0], "input", float.NaN, batch.TrainingStep, isMade: true)
            {
                Step = batch.InputLength > result.Count * features ? row / result.Count : null,
                Sample = row % result.Count,
                Neuron = at % features,
            };
        }

        if (first < 0)
            throw new NonFiniteException(_layers.Length - 1, _layers[^1], "loss", (float)loss, batch.TrainingStep, isMade: true);
        Parameter parameter = _parameters[first].Parameter;
        int layer = Array.FindIndex(_layers, layer => layer.Parameters.Contains(parameter));
        int element = (int)batch.NonFinite[first];
        float value = float.NaN;
        if (!IsDisposed)
        {
            var values = new float[parameter.Value.Length];
            _parameters[first].Values.CopyToCPU(Stream, values);
            element = FiniteScan.IndexIn(values);
            value = values[element];
        }

        throw new NonFiniteException(layer, _layers[layer], FiniteScan.NameOf(parameter, element), value, batch.TrainingStep, isMade: true);
    }

    private RunningBatch StartStep(
        BatchPlace place,
        Batch batch,
        Loss loss,
        Optimizer optimizer,
        Func<NetworkInput, TimeCut> cutFor,
        CancellationToken cancellation)
    {
        using Exclusive.Hold hold = TakeForPass();
        using Lock.Scope turn = TakeTurn();
        NetworkInput input = batch.Input;
        return StartStep(place, input, batch.Labels.Span, loss, optimizer, cutFor(input), cancellation);
    }

    // Gives the device all of a step to do. What throws, throws before any parameter changes.
    private RunningBatch StartStep(
        BatchPlace place,
        in NetworkInput input,
        ReadOnlySpan<int> labels,
        Loss loss,
        Optimizer optimizer,
        TimeCut cut,
        CancellationToken cancellation)
    {
        _check.Require(loss, output: 0);
        _check.Require(optimizer);
        using Exclusive.Hold hold = optimizer.Take();
        Loss.RequireLabels(labels, input.Batch, _layers[^1].Outputs);
        Signal sent = Send(place, input, labels);
        ClearGradients();
        Signal output = _pass.Forward(sent, training: true, cut, cancellation);
        _pass.Backward(Evaluate(_heads[0], place, output, loss), cancellation);
        ArrayView<uint> nonFinite = Update(optimizer);
        return Bring(_heads[0], place, nonFinite, ++TrainingSteps);
    }

    private void ClearGradients()
    {
        MarkNewer();
        foreach (PlacedParameter parameter in _parameters) parameter.Gradients.MemSetToZero(Stream);
    }

    // Returns where parameters are not finite.
    private ArrayView<uint> Update(Optimizer optimizer)
    {
        ArrayView<uint> nonFinite = StopsAtNonFinite ? _nonFinite.Take(_parameters.Length) : default;
        if (nonFinite.Length > 0) nonFinite.MemSet(Stream, byte.MaxValue);
        for (int i = 0; i < _parameters.Length; i++)
            _parameters[i].Update(optimizer, _on, nonFinite.Length > 0 ? nonFinite.SubView(i, 1) : default, Stream);
        return nonFinite;
    }

    // Each input, and each objective's labels, to the place of its own number.
    private Signal[] Send(ReadOnlySpan<Signal> inputs, IReadOnlyList<Objective> objectives, int[] outputs)
    {
        var sent = new Signal[inputs.Length];
        for (int k = 0; k < _places.Length; k++)
        {
            int j = Array.IndexOf(outputs, k);
            ReadOnlySpan<int> labels = j < 0 ? [] : objectives[j].Labels.Span;
            if (k < inputs.Length) sent[k] = Send(_places[k], new NetworkInput(inputs[k]), labels);
            else if (labels.Length > 0) _places[k].Send([], labels);
        }

        return sent;
    }

    private Signal Send(BatchPlace place, in NetworkInput input, ReadOnlySpan<int> labels)
    {
        if (input.Encoder is { } encoder)
        {
            Encoder.RequireShares(input.Values);
            using Exclusive.Hold hold = encoder.Take();
            int width = input.Values.Length / input.Batch;
            int length = input.IsConstant ? input.Values.Length : Sizes.Product(this, "the signal", input.Steps, input.Values.Length);
            if (encoder is BackendEncoder operations)
            {
                ArrayView<float> data = _encoded.Take(length), values = place.Send(input.Values, labels);
                Encode(operations, values.AsView(), data.AsView());
                return data.AsSignal(input.Steps, input.Batch, width, input.IsConstant) with { IsBinary = operations.GivesSpikes };
            }

            Span<float> staged = place.Stage(length);
            encoder.FillForDevice(input.Values, staged);
            bool isBinary = !input.IsConstant && !staged.ContainsAnyExcept(0f, 1f);
            return place.Send(labels).AsSignal(input.Steps, input.Batch, width, input.IsConstant) with { IsBinary = isBinary };
        }

        Signal signal = input.Signal;
        if (_graph.Inputs.Length == 1 && signal.Features != _layers[0].Inputs)
            throw new ArgumentException($"{_layers[0]} takes {_layers[0].Inputs} features; the input has {signal.Features}.");
        ReadOnlySpan<float> floats = signal.ToFloats().Data.Span;
        return place.Send(floats, labels).AsSignal(signal.Steps, signal.Batch, signal.Features, signal.IsConstant) with
        {
            IsBinary = !signal.IsConstant && !floats.ContainsAnyExcept(0f, 1f),
        };
    }

    private void Encode(BackendEncoder encoder, View<float> values, View<float> data)
    {
        try
        {
            encoder.Encode(_on, values, data);
        }
        catch (MissingOperationException missing)
        {
            throw missing.At("the input", encoder);
        }
    }

    // Leaves the loss and the class of each sample on the device.
    private static Signal Evaluate(Head head, BatchPlace place, Signal output, Loss loss, float weight = 1f) =>
        GradientOf(output, head.Evaluate(output, place.Labels.AsView(), loss, weight));

    private static RunningBatch Bring(Head head, BatchPlace place, ArrayView<uint> nonFinite, long trainingStep) =>
        place.Bring(head.Losses.Floats.AsArray(), head.Classes.AsArray(), nonFinite, trainingStep);

    private static Signal GradientOf(Signal output, View<float> gradient) =>
        new(gradient, output.Steps, output.Batch, output.Features, isConstant: false);

    // A gradient that a caller gives.
    private Signal Send(Head head, Signal gradient)
    {
        View<float> target = head.TakeGradient(gradient.Data.Length);
        _on.Write(gradient.Data.Span, target);
        return new Signal(target, gradient.Steps, gradient.Batch, gradient.Features, gradient.IsConstant);
    }
}
