using Sgl.Generators.Ir;
using Sgl.Tests.Harness;

namespace Sgl.Tests.Engines;

/// <summary>
/// The gradient of the smoothed model by central differences in double. A detached value is held at what it was in
/// the unperturbed run, for that is what detaching means.
/// </summary>
internal static class FiniteDifferences
{
    public static BackwardRun Of(TestModel model, Trial trial, double delta = 1e-5)
    {
        NeuronModel m = model.Model;
        Graph step = model.Compiled.Step; // in which a spike of a constant is a constant, which smoothing leaves alone
        Graph held = HoldDetached(step);
        var inputs = New(m.Inputs.Count, trial.Steps * trial.Neurons);
        var states = New(m.States.Count, trial.Neurons);
        var parameters = New(m.Parameters.Count, trial.Neurons);
        var engine = new GraphEngine(Precision.Double, smooth: true);
        for (int n = 0; n < trial.Neurons; n++)
        {
            double[][] detached = Detached(engine, step, trial, n);
            double Slope(Op op, int slot, int? time)
            {
                double At(double change) => engine.Loss(held, trial, n, (node, t, value) =>
                    node.Op == Op.Tape ? detached[t][node.Slot]
                    : node.Op == op && node.Slot == slot && (time ?? t) == t ? value + change
                    : value);
                return (At(delta) - At(-delta)) / (2 * delta);
            }

            for (int k = 0; k < inputs.Length; k++)
                for (int t = 0; t < trial.Steps; t++)
                    inputs[k][t * trial.Neurons + n] = Slope(Op.Input, k, t);
            for (int k = 0; k < states.Length; k++) states[k][n] = Slope(Op.State, k, 0);
            for (int k = 0; k < parameters.Length; k++)
                if (m.Parameters[k].Learnable)
                    parameters[k][n] = Slope(Op.Parameter, k, null);
        }

        return new BackwardRun(inputs, states, parameters);
    }

    /// <summary>The step with each detached value as a leaf, whose slot is the node's index.</summary>
    private static Graph HoldDetached(Graph step) => step with
    {
        Nodes = step.Nodes.Select((node, i) => node.Op == Op.Detach
            ? new Node(Op.Tape, Generators.Ir.ValueType.Float, EquatableArray<int>.Empty, Slot: i)
            : node).ToEquatableArray(),
    };

    private static double[][] Detached(GraphEngine engine, Graph step, Trial trial, int n) =>
        [.. engine.Steps(step, trial, n)];

    private static double[][] New(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
