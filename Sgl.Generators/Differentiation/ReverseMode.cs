using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Differentiation;

/// <summary>
/// Reverse-mode differentiation of one step. Time is the caller's: the adjoint of the states after the step comes in
/// as a leaf, that of the states before it goes out as a result, and the kernel loops backward over them.
/// </summary>
/// <remarks>
/// A value that does not change over time has the sum over all steps as its adjoint. The sweep of a step therefore
/// stops at such values and yields addends; a second sweep, the epilogue, starts from the sums of these and runs once.
/// </remarks>
internal static class ReverseMode
{
    public static Adjoint Differentiate(Graph step, Rate[] rates, Activity activity, NeuronModel model)
    {
        var hoisted = new List<Hoisted>();
        Graph adjoint = SweepStep(step, rates, activity, model, hoisted);
        Graph epilogue = SweepEpilogue(step, activity, model, hoisted);
        return new Adjoint(adjoint, epilogue, hoisted.Select(value => value.Node).ToEquatableArray());
    }

    private static Graph SweepStep(
        Graph step, Rate[] rates, Activity activity, NeuronModel model, List<Hoisted> hoisted)
    {
        var sweep = new Sweep(step, activity, model);
        GraphBuilder b = sweep.Builder;
        foreach (Result result in step.Results)
        {
            bool isOutput = result.Kind == ResultKind.Output;
            if (!activity.IsActive(result.Value)) continue;
            b.Statement = step.Nodes[result.Value].Statement + model.Statements.Count;
            sweep.Add(result.Value, isOutput
                ? b.Leaf(Op.OutputGradient, result.Slot, "d" + model.Outputs[result.Slot])
                : b.Leaf(Op.StateGradient, result.Slot, $"d{model.States[result.Slot]}Next"),
                mayBeZero: false);
        }

        for (int i = step.Nodes.Count - 1; i >= 0; i--)
            if (rates[i] == Rate.PerStep)
                sweep.Propagate(i);

        for (int slot = 0; slot < model.Inputs.Count; slot++) AddGradient(ResultKind.InputGradient, Op.Input, slot);
        for (int slot = 0; slot < model.States.Count; slot++)
            if (activity.IsActiveState(slot))
                AddGradient(ResultKind.StateGradient, Op.State, slot);
        for (int i = 0; i < step.Nodes.Count; i++)
        {
            if (rates[i] == Rate.PerStep || sweep.Adjoint(i) is not { } addend) continue;
            Node node = step.Nodes[i];
            if (node.Op == Op.Parameter) b.AddResult(ResultKind.ParameterGradient, node.Slot, addend);
            else
            {
                b.AddResult(ResultKind.HoistedGradient, hoisted.Count, addend);
                hoisted.Add(new Hoisted(i, sweep.MayBeZero(addend)));
            }
        }

        return b.Build();

        // An input that the step does not read, or a state that it only writes, has a gradient of zero.
        void AddGradient(ResultKind kind, Op op, int slot)
        {
            int leaf = step.Leaf(op, slot);
            b.AddResult(kind, slot, leaf < 0 ? b.Constant(0f) : sweep.AdjointOrZero(leaf));
        }
    }

    private static Graph SweepEpilogue(Graph step, Activity activity, NeuronModel model, List<Hoisted> hoisted)
    {
        var sweep = new Sweep(step, activity, model);
        for (int slot = 0; slot < hoisted.Count; slot++)
        {
            (int node, bool mayBeZero) = (hoisted[slot].Node, hoisted[slot].MayBeZero);
            sweep.Add(node, sweep.Builder.Leaf(Op.HoistedGradient, slot, "d" + step.Nodes[node].Name), mayBeZero);
        }

        for (int i = step.Nodes.Count - 1; i >= 0; i--) sweep.Propagate(i);
        for (int i = 0; i < step.Nodes.Count; i++)
            if (step.Nodes[i].Op == Op.Parameter && sweep.Adjoint(i) is { } gradient)
                sweep.Builder.AddResult(ResultKind.ParameterGradient, step.Nodes[i].Slot, gradient);
        return sweep.Builder.Build();
    }

    /// <summary>A value that does not change over time, and whether its adjoint is 0 at steps that do not choose it.</summary>
    private sealed record Hoisted(int Node, bool MayBeZero);

    /// <summary>Adjoints under way: the step's nodes come first in the builder, and each collects its addends.</summary>
    private sealed class Sweep
    {
        private readonly Activity _activity;
        private readonly ZeroAdjoints _zeros;
        private readonly int _statements;
        private readonly int?[] _adjoints;

        public Sweep(Graph step, Activity activity, NeuronModel model)
        {
            _activity = activity;
            _statements = model.Statements.Count;
            _adjoints = new int?[step.Nodes.Count];
            foreach (Node node in step.Nodes) Builder.Append(node);
            _zeros = new ZeroAdjoints(Builder, step, model.Parameters);
        }

        public GraphBuilder Builder { get; } = new();

        public int? Adjoint(int node) => _adjoints[node];

        public int AdjointOrZero(int node) => _adjoints[node] ?? Builder.Constant(0f);

        /// <summary>Whether an adjoint is 0 where its value was not chosen.</summary>
        public bool MayBeZero(int adjoint) => _zeros.Contains(adjoint);

        public void Add(int node, int addend, bool mayBeZero)
        {
            int? before = _adjoints[node];
            int sum = before is { } other ? Builder.Binary(Op.Add, other, addend) : addend;
            if (mayBeZero && (before is null || _zeros.Contains(before.Value))) _zeros.Include(sum);
            _adjoints[node] = sum;
        }

        public void Propagate(int index)
        {
            if (_adjoints[index] is not { } adjoint) return;
            Node node = Builder[index];
            if (node.Name is not null) Builder.Name(adjoint, "d" + node.Name);
            if (node.IsLeaf) return;

            // The adjoint of a statement has an index beyond those of all statements.
            Builder.Statement = node.Statement + _statements;
            DerivativeRules.Apply(Builder, index, (operand, rule) =>
            {
                int target = node.Operands[operand];
                if (!_activity.IsActive(target) || !Activity.DifferentiableOperands(node).Contains(target)) return;
                int addend = _zeros.Apply(rule, adjoint);
                Add(target, addend, _zeros.Contains(adjoint) || _zeros.IsChoice(addend));
            });
        }
    }
}
