using Sgl.Generators.Functions;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Analysis;

/// <summary>
/// Finds the values that have an adjoint: those that an input, a state or a learnable parameter can change, and that
/// an output or a next state depends on, both differentiably.
/// </summary>
internal sealed class Activity
{
    private readonly bool[] _varied;
    private readonly bool[] _active;
    private readonly bool[] _activeStates;

    private Activity(bool[] varied, bool[] active, bool[] activeStates)
    {
        _varied = varied;
        _active = active;
        _activeStates = activeStates;
    }

    /// <summary>Whether an input, a state or a learnable parameter changes this value differentiably.</summary>
    public bool Varies(int node) => _varied[node];

    public bool IsActive(int node) => _active[node];

    /// <summary>Whether a gradient with regard to this state exists at all.</summary>
    public bool IsActiveState(int slot) => _activeStates[slot];

    /// <summary>Operands through which a gradient passes.</summary>
    public static IEnumerable<int> DifferentiableOperands(Node node) => node.Op switch
    {
        Op.Spike when node.Surrogate!.IsDead => [],
        Op.Add or Op.Subtract or Op.Multiply or Op.Divide or Op.Negate or Op.ToFloat or Op.ToSign or Op.Spike
            => node.Operands,
        Op.Select => node.Operands.Skip(1),
        var op when FunctionTable.Find(op) is { Adjoints.Length: > 0 } => node.Operands,
        _ => [],
    };

    public static Activity Of(Graph step, IReadOnlyList<ParameterModel> parameters, int states)
    {
        // A state varies if its next value does, which may depend on states: grow until nothing changes.
        var varyingStates = new bool[states];
        bool[] varied;
        bool grew;
        do
        {
            varied = Varied(step, parameters, varyingStates);
            grew = false;
            foreach (Result next in step.ResultsOf(ResultKind.NextState))
            {
                if (!varied[next.Value] || varyingStates[next.Slot]) continue;
                varyingStates[next.Slot] = true;
                grew = true;
            }
        }
        while (grew);

        bool[] useful = Useful(step, varyingStates);
        return new Activity(varied, [.. varied.Zip(useful, (v, u) => v && u)], varyingStates);
    }

    private static bool[] Varied(Graph step, IReadOnlyList<ParameterModel> parameters, bool[] varyingStates)
    {
        var varied = new bool[step.Nodes.Count];
        for (int i = 0; i < varied.Length; i++)
        {
            Node node = step.Nodes[i];
            varied[i] = node.Op switch
            {
                Op.Input => true,
                Op.State => varyingStates[node.Slot],
                Op.Parameter => parameters[node.Slot].Learnable,
                _ => DifferentiableOperands(node).Any(operand => varied[operand]),
            };
        }

        return varied;
    }

    private static bool[] Useful(Graph step, bool[] varyingStates)
    {
        var useful = new bool[step.Nodes.Count];
        foreach (Result result in step.Results)
            useful[result.Value] |= result.Kind == ResultKind.Output || varyingStates[result.Slot];
        for (int i = useful.Length - 1; i >= 0; i--)
        {
            if (!useful[i]) continue;
            foreach (int operand in DifferentiableOperands(step.Nodes[i])) useful[operand] = true;
        }

        return useful;
    }
}
