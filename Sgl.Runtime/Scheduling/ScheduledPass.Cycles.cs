namespace Sgl;

internal sealed partial class ScheduledPass
{
    // Layers that depend on each other, delays first. Layers keep what one step needs to go back, so backward runs each step but
    // the last one forward once more, from the states before it.
    private sealed record Cycle(int[] Layers, int[] Delays, StateSet States);

    // Its states are a set of their own, behind that of all layers.
    private Cycle? CycleOf(GraphPart part, int index)
    {
        if (!part.IsCycle) return null;
        ILookup<bool, int> members = Enumerable.Range(part.First, part.Count).ToLookup(IsAhead);
        int[] layers = [.. members[false]];
        int before = _graph.Parts.Take(index).Count(other => other.IsCycle);
        return new Cycle(layers, [.. members[true]], new StateSet(1 + before, layers));
    }

    private bool IsAhead(int layer) => _layers[layer].Layer is Delay { IsAhead: true };

    private void ForwardCycle(Cycle cycle, int chunk, int start, bool training, bool isRecomputed)
    {
        int steps = _cut.StepsOf(chunk);
        foreach (int delay in cycle.Delays)
        {
            _layers[delay].States!.BeforeForward(start > 0);
            _layers[delay].Line!.BeginForward(steps, _inputs[0].Batch);
        }

        for (int t = 0; t < steps; t++)
        {
            bool isLast = t == steps - 1;
            if (training && !isLast && start + t > 0) CopyStates(cycle.States, t, steps, saves: true);
            ForwardStep(cycle, chunk, start, t, training && isLast, isRecomputed);
            foreach (int layer in cycle.Layers)
                if (_graph.LeavesCycle(layer)) _whole[layer] = _kept.Put(layer, _signals[layer], t, steps);
            foreach (int delay in cycle.Delays) TakeInput(delay, start, t, isRecomputed);
        }

        foreach (int layer in cycle.Layers)
            if (_graph.LeavesCycle(layer)) _signals[layer] = _whole[layer];
        foreach (int delay in cycle.Delays)
        {
            _signals[delay] = _layers[delay].Line!.EndForward();
            _layers[delay].States!.Reset();
        }
    }

    private void ForwardStep(Cycle cycle, int chunk, int start, int step, bool training, bool isRecomputed)
    {
        foreach (int delay in cycle.Delays) _signals[delay] = _layers[delay].Line!.OutputAt(step);
        foreach (int layer in cycle.Layers)
        {
            _cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<int> sources = _graph.Sources(layer);
            for (int port = 0; port < sources.Length; port++)
            {
                bool isWithin = sources[port] >= 0 && !_graph.IsAtBorder(layer, sources[port]);
                _given[layer][port] = isWithin ? _signals[sources[port]] : SignalOf(sources[port], chunk).Slice(step, 1);
            }

            Forward(layer, training, start + step, isRecomputed);
        }
    }

    private void TakeInput(int delay, int start, int step, bool isRecomputed)
    {
        Signal input = _signals[_graph.Sources(delay)[0]];
        _layers[delay].Line!.TakeInput(step, input);
        if (Observers is not null) TellDelay(delay, input, start, step, isRecomputed);
    }

    private void BackwardCycle(Cycle cycle, int chunk)
    {
        int start = chunk * _cut.Steps, steps = _cut.StepsOf(chunk);
        foreach (int delay in cycle.Delays)
        {
            _layers[delay].States!.BeforeBackward(chunk < _cut.Chunks - 1, start > 0);
            if (_cut.Truncates) _layers[delay].States!.Truncate();
            _layers[delay].Line!.BeginBackward();
        }

        for (int t = steps - 1; t >= 0; t--)
        {
            if (t < steps - 1)
            {
                if (start + t > 0) CopyStates(cycle.States, t, steps, saves: false);
                ForwardStep(cycle, chunk, start, t, training: true, isRecomputed: true);
            }

            BackwardStep(cycle, chunk, t, steps);
        }

        foreach (int delay in cycle.Delays)
        {
            _layers[delay].Line!.EndBackward();
            _layers[delay].States!.Reset();
        }

        foreach (int layer in cycle.Layers)
            for (int port = 0; port < _graph.Sources(layer).Length; port++)
                if (EntersCycle(layer, port)) _returned[layer][port] = _entering[_graph.Edge(layer, port)];
    }

    private void BackwardStep(Cycle cycle, int chunk, int step, int steps)
    {
        bool goesOn = chunk < _cut.Chunks - 1 || step < steps - 1;
        int start = chunk * _cut.Steps + step;
        foreach (int delay in cycle.Delays) _returned[delay][0] = _layers[delay].Line!.InputGradientAt(step);
        for (int k = cycle.Layers.Length - 1; k >= 0; k--)
        {
            _cancellation.ThrowIfCancellationRequested();
            int i = cycle.Layers[k];
            _gradients[i] = GradientOf(i, chunk, step);
            Backward(i, start, goesOn, _cut.Truncates && step == steps - 1);
            for (int port = 0; port < _graph.Sources(i).Length; port++)
            {
                int source = _graph.Sources(i)[port];
                if (source >= 0 && _areConstant[source]) SumOverTime(i, port, isFirst: !goesOn, start);
                else if (EntersCycle(i, port))
                    _entering[_graph.Edge(i, port)] = _kept.Put(_layers.Length + _graph.Edge(i, port), _returned[i][port], step, steps);
            }
        }

        foreach (int delay in cycle.Delays)
        {
            _gradients[delay] = GradientOf(delay, chunk, step);
            _layers[delay].Line!.TakeGradient(step, _gradients[delay]);
            if (Observers is not null) TellDelayGradient(delay, start);
        }
    }

    // Whether what a layer reads is one outside of the cycle, which is given its gradient of all steps.
    private bool EntersCycle(int layer, int port)
    {
        int source = _graph.Sources(layer)[port];
        return source >= 0 && !_areConstant[source] && _graph.IsAtBorder(layer, source);
    }
}
