using System.Diagnostics;

namespace Sgl;

internal sealed partial class ScheduledPass
{
    /// <summary>Who is told what the layers compute; null where nobody is, which costs nothing.</summary>
    public PassObserver[]? Observers { get; set; }

    private Signal TellForward(int i, bool training, int start, bool isRecomputed)
    {
        PassObserver[] observers = Observers!;
        IPassLayer layer = _layers[i];
        Signal[] inputs = _given[i];
        Signal input = inputs[0];
        Signal output = default;
        var pass = new LayerForward(
            Part(i, input, start), () => _on.Bring(input), () => _on.Bring(output), () => layer.States?.Read() ?? [])
        {
            IsTraining = _trains,
            IsRecomputed = isRecomputed,
            ReadValues = layer.ReadValues,
            ReplayStates = () =>
            {
                layer.States?.Rewind();
                return Replay(i, inputs, goesOn: true);
            },
        };

        if (!isRecomputed && layer.States is { Count: > 0 } && observers.Any(observer => observer.ReadsStates(i)))
            TellStates(observers, pass, layer, inputs);
        _on.Wait();
        long began = Stopwatch.GetTimestamp();
        output = RunForward(i, inputs, training, goesOn: start > 0);
        _on.Wait();
        pass.Elapsed = Stopwatch.GetElapsedTime(began);
        foreach (PassObserver observer in observers) observer.OnForward(pass);
        return output;
    }

    // Ahead of the pass itself, whose output must stay; so what it goes on from is put back.
    private void TellStates(PassObserver[] observers, LayerForward pass, IPassLayer layer, Signal[] inputs)
    {
        bool goesOn = pass.FirstStep > 0;
        float[] before = goesOn ? layer.States!.Read() : [];
        int step = pass.FirstStep;
        foreach (float[] states in Replay(pass.Index, inputs, goesOn))
        {
            foreach (PassObserver observer in observers)
                if (observer.ReadsStates(pass.Index)) observer.OnStates(pass, step, states);
            step++;
        }

        if (goesOn) layer.States!.Write(before);
    }

    // The states after each step.
    private IEnumerable<float[]> Replay(int i, Signal[] inputs, bool goesOn)
    {
        Signal[] whole = [.. inputs.Select(_on.Whole)];
        for (int t = 0; t < whole[0].Steps; t++)
        {
            RunForward(i, Array.ConvertAll(whole, signal => signal.Slice(t, 1)), training: false, goesOn || t > 0);
            yield return _layers[i].States!.Read();
        }
    }

    private void TellBackward(int i, int start, bool goesOn, bool truncates)
    {
        Signal gradient = _gradients[i];
        if (!IsToldAtOnce(i)) TellGradient(i, gradient, start);
        IPassLayer layer = _layers[i];
        PassPart part = Part(i, gradient, start);
        _on.Wait();
        long began = Stopwatch.GetTimestamp();
        RunBackward(i, goesOn, isContinued: start > 0, truncates);
        _on.Wait();
        var pass = new LayerBackward(part, Stopwatch.GetElapsedTime(began), layer.ReadGradients);
        foreach (PassObserver observer in Observers!) observer.OnBackward(pass);
    }

    // What a delay within a cycle takes in a step, gives in that step, and will give after it.
    private void TellDelay(int i, Signal input, int start, int step, bool isRecomputed)
    {
        IDelayLine line = _layers[i].Line!;
        Signal output = _signals[i];
        var pass = new LayerForward(Part(i, input, start + step), () => _on.Bring(input), () => _on.Bring(output), () => StatesAfter(step + 1))
        {
            IsTraining = _trains,
            IsRecomputed = isRecomputed,
            ReadValues = _layers[i].ReadValues,
            ReplayStates = () => [StatesAfter(step + 1)],
        };
        foreach (PassObserver observer in Observers!)
        {
            if (!isRecomputed && observer.ReadsStates(i)) observer.OnStates(pass, start + step, StatesAfter(step + 1));
            observer.OnForward(pass);
        }

        float[] StatesAfter(int next)
        {
            int count = _layers[i].States!.Count, row = input.Batch * input.Features;
            var states = new float[count * row];
            for (int k = 0; k < count; k++) _on.Bring(line.OutputAt(next + k)).Data.CopyTo(states.AsMemory(k * row));
            return states;
        }
    }

    private void TellDelayGradient(int i, int start)
    {
        TellGradient(i, _gradients[i], start);
        var pass = new LayerBackward(Part(i, _gradients[i], start), TimeSpan.Zero, _layers[i].ReadGradients);
        foreach (PassObserver observer in Observers!) observer.OnBackward(pass);
    }

    // The gradient of what one chunk after the other reads, as each hands it in: afterwards it is their sum.
    private bool IsToldAtOnce(int layer) =>
        _areConstant[layer] && _graph.OnlyReader(layer) is >= 0 and var reader && !_areConstant[reader];

    private void TellGradient(int i, Signal gradient, int start)
    {
        var pass = new LayerGradient(
            Part(i, gradient, start), () => _graph.Edges[i].DiscardsOutput ? Zeros(gradient) : _on.Bring(gradient));
        foreach (PassObserver observer in Observers!) observer.OnGradient(pass);
    }

    private static Signal Zeros(Signal like) => new(
        new float[Sizes.Product("The network", "a gradient that is observed", like.Steps, like.Batch, like.Features)],
        like.Steps,
        like.Batch,
        like.Features);

    private PassPart Part(int i, Signal signal, int start) =>
        new(i, _layers[i].Layer, start, signal.Steps, _cut.Total, signal.Batch);
}
