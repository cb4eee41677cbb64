using Sgl.Generators.Ir;
using Sgl.Generators.Passes;
using Sgl.Tests.Harness;

namespace Sgl.Tests.Engines;

/// <summary>
/// The compiler's graphs, evaluated neuron by neuron with the time loop written out here: an engine that shares no
/// code with the emitters.
/// </summary>
/// <param name="precision">Single gives the bits that kernels must give, double the reference.</param>
/// <param name="smooth">Whether spikes are the surrogate's primitive.</param>
internal sealed class GraphEngine(Precision precision, bool smooth = false)
{
    private readonly Interpreter _interpreter = new(precision, smooth);

    /// <summary>Runs the programs of a compiled model: what the emitted kernels must do.</summary>
    public (double[][] Outputs, double[][] States, BackwardRun Backward) RunKernels(CompiledModel model, Trial trial)
    {
        double[][] outputs = New(model.Model.Outputs.Count, trial.Steps * trial.Neurons);
        double[][] states = New(model.Model.States.Count, trial.Neurons);
        var gradients = NewGradients(model.Model, trial);
        for (int n = 0; n < trial.Neurons; n++)
        {
            Forward(model, trial, n, outputs, states);
            double[][] tape = Tape(model, trial, n);
            Backward(model, trial, n, tape, gradients);
        }

        return (outputs, states, gradients);
    }

    /// <summary>
    /// Runs the adjoint as it was derived, before a tape was planned: every value of every step is at hand.
    /// </summary>
    public BackwardRun RunAdjoint(CompiledModel model, Trial trial)
    {
        BackwardRun gradients = NewGradients(model.Model, trial);
        for (int n = 0; n < trial.Neurons; n++)
        {
            List<double[]> steps = [.. Steps(model.Step, trial, n)];
            double[] stateGradients = [.. trial.FinalStateGradients.Select(gradient => (double)gradient[n])];
            var hoisted = new double[model.HoistedNames.Count];
            for (int t = trial.Steps - 1; t >= 0; t--)
            {
                double[] step = steps[t];
                double[] values = _interpreter.Evaluate(model.Adjoint, node => node.Op switch
                {
                    Op.State => step[model.Step.Leaf(Op.State, node.Slot)],
                    _ => Leaf(node, trial, t, n, stateGradients),
                });
                Collect(model.Adjoint, values, trial, t, n, gradients, stateGradients, hoisted);
            }

            Finish(model, trial, n, hoisted, gradients);
            for (int k = 0; k < stateGradients.Length; k++) gradients.States[k]![n] = stateGradients[k];
        }

        return gradients;
    }

    /// <summary>
    /// L = Σ dL/d(output)·output + Σ dL/d(final state)·final state of one neuron: the function whose gradient the
    /// adjoint is.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="trial">The data.</param>
    /// <param name="n">The neuron.</param>
    /// <param name="change">What a leaf's value becomes, given the time step and the value in the trial.</param>
    public double Loss(Graph step, Trial trial, int n, Func<Node, int, double, double> change)
    {
        double loss = 0;
        double[] last = [];
        foreach ((double[] values, int t) in Steps(step, trial, n, change).Select((values, t) => (values, t)))
        {
            foreach (Result output in step.ResultsOf(ResultKind.Output))
                loss += trial.OutputGradients[output.Slot][t * trial.Neurons + n] * values[output.Value];
            last = values;
        }

        foreach (Result next in step.ResultsOf(ResultKind.NextState))
            loss += trial.FinalStateGradients[next.Slot][n] * last[next.Value];
        return loss;
    }

    /// <summary>All values of the step, time step by time step.</summary>
    public IEnumerable<double[]> Steps(
        Graph step, Trial trial, int n, Func<Node, int, double, double>? change = null)
    {
        change ??= (_, _, value) => value;
        double[] states = [.. trial.InitialStates.Select((state, k) =>
            change(new Node(Op.State, Generators.Ir.ValueType.Float, default, k), 0, state[n]))];
        for (int t = 0; t < trial.Steps; t++)
        {
            double[] before = states;
            double[] values = _interpreter.Evaluate(step, node => node.Op == Op.State
                ? before[node.Slot]
                : change(node, t, node.Op == Op.Tape ? 0 : Leaf(node, trial, t, n, [])));
            states = [.. states];
            foreach (Result next in step.ResultsOf(ResultKind.NextState)) states[next.Slot] = values[next.Value];
            yield return values;
        }
    }

    private static double[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new double[length])];

    private static BackwardRun NewGradients(NeuronModel model, Trial trial) => new(
        New(model.Inputs.Count, trial.Steps * trial.Neurons),
        New(model.States.Count, trial.Neurons),
        New(model.Parameters.Count, trial.Neurons));

    private void Forward(CompiledModel model, Trial trial, int n, double[][] outputs, double[][] finalStates)
    {
        foreach ((double[] values, int t) in Steps(model.Forward, trial, n).Select((values, t) => (values, t)))
        {
            foreach (Result output in model.Forward.ResultsOf(ResultKind.Output))
                outputs[output.Slot][t * trial.Neurons + n] = values[output.Value];
            foreach (Result next in model.Forward.ResultsOf(ResultKind.NextState))
                finalStates[next.Slot][n] = values[next.Value];
        }
    }

    /// <summary>What forward saves or backward computes again.</summary>
    private double[][] Tape(CompiledModel model, Trial trial, int n)
    {
        Graph graph = model.Recomputes ? model.Recompute : model.Forward;
        double[][] tape = New(model.Tape.Count, trial.Steps);
        foreach ((double[] values, int t) in Steps(graph, trial, n).Select((values, t) => (values, t)))
            foreach (Result saved in graph.ResultsOf(ResultKind.Tape))
                tape[saved.Slot][t] = values[saved.Value];
        return tape;
    }

    private void Backward(CompiledModel model, Trial trial, int n, double[][] tape, BackwardRun gradients)
    {
        double[] stateGradients = [.. trial.FinalStateGradients.Select(gradient => (double)gradient[n])];
        var hoisted = new double[model.HoistedNames.Count];
        for (int t = trial.Steps - 1; t >= 0; t--)
        {
            double[] before = Restore(model, trial, t, n, tape);
            double[] values = _interpreter.Evaluate(model.Backward, node => node.Op switch
            {
                Op.Tape => tape[node.Slot][t],
                Op.State => before[node.Slot],
                _ => Leaf(node, trial, t, n, stateGradients),
            });
            Collect(model.Backward, values, trial, t, n, gradients, stateGradients, hoisted);
        }

        Finish(model, trial, n, hoisted, gradients);
        for (int k = 0; k < stateGradients.Length; k++) gradients.States[k]![n] = stateGradients[k];
    }

    private double[] Restore(CompiledModel model, Trial trial, int t, int n, double[][] tape)
    {
        double[] states = [.. trial.InitialStates.Select(state => (double)state[n])];
        if (t == 0 || model.Restore.Results.Count == 0) return states;
        double[] values = _interpreter.Evaluate(model.Restore, node => node.Op == Op.Tape
            ? tape[node.Slot][t - 1]
            : Leaf(node, trial, t - 1, n, []));
        Array.Fill(states, double.NaN);
        foreach (Result next in model.Restore.Results) states[next.Slot] = values[next.Value];
        return states;
    }

    private void Collect(
        Graph graph,
        double[] values,
        Trial trial,
        int t,
        int n,
        BackwardRun gradients,
        double[] stateGradients,
        double[] hoisted)
    {
        foreach (Result result in graph.Results)
        {
            double value = values[result.Value];
            switch (result.Kind)
            {
                case ResultKind.InputGradient:
                    gradients.Inputs[result.Slot][t * trial.Neurons + n] = value;
                    break;
                case ResultKind.StateGradient:
                    stateGradients[result.Slot] = value;
                    break;
                case ResultKind.ParameterGradient:
                    Add(ref gradients.Parameters[result.Slot]![n], value);
                    break;
                case ResultKind.HoistedGradient:
                    Add(ref hoisted[result.Slot], value);
                    break;
                default:
                    throw new InvalidOperationException($"{result.Kind} is no gradient.");
            }
        }
    }

    private void Finish(CompiledModel model, Trial trial, int n, double[] hoisted, BackwardRun gradients)
    {
        double[] values = _interpreter.Evaluate(model.Epilogue, node => node.Op == Op.HoistedGradient
            ? hoisted[node.Slot]
            : Leaf(node, trial, 0, n, []));
        foreach (Result result in model.Epilogue.Results)
            Add(ref gradients.Parameters[result.Slot]![n], values[result.Value]);
    }

    private void Add(ref double sum, double value) =>
        sum = precision == Precision.Single ? (float)(sum + value) : sum + value;

    private static double Leaf(Node node, Trial trial, int t, int n, double[] stateGradients) => node.Op switch
    {
        Op.Input => trial.Inputs[node.Slot][t * trial.Neurons + n],
        Op.Parameter => trial.ExactParameter(node.Slot, n),
        Op.OutputGradient => trial.OutputGradients[node.Slot][t * trial.Neurons + n],
        Op.StateGradient => stateGradients[node.Slot],
        _ => throw new InvalidOperationException($"A test has no value for {node.Op} {node.Slot}."),
    };
}
