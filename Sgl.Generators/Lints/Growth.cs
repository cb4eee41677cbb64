using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Lints;

/// <summary>
/// Finds the learnable parameters that a state's next value has as a factor or divisor of the state itself, and that no
/// bound keeps from making it grow from step to step.
/// </summary>
internal sealed class Growth
{
    private readonly Graph _step;
    private readonly IReadOnlyList<ParameterModel> _parameters;
    private readonly Bounds[] _bounds;

    private Growth(Graph step, IReadOnlyList<ParameterModel> parameters)
    {
        _step = step;
        _parameters = parameters;
        _bounds = GraphBounds.Of(step, GraphBounds.Leaves(parameters, double.PositiveInfinity));
    }

    /// <summary>The slots of parameter and state, each parameter once.</summary>
    public static IEnumerable<(int Parameter, int State, bool IsDivisor)> Of(
        Graph step, IReadOnlyList<ParameterModel> parameters)
    {
        var growth = new Growth(step, parameters);
        return step.ResultsOf(ResultKind.NextState)
            .Where(next => !IsFinite(growth._bounds[next.Value]))
            .SelectMany(next => growth.Factors(next))
            .GroupBy(found => found.Parameter)
            .Select(found => found.First());
    }

    private IEnumerable<(int Parameter, int State, bool IsDivisor)> Factors(Result next)
    {
        bool[] carries = CarriesState(next.Slot);
        bool[] reaches = ReachesNext(next.Value);
        for (int i = 0; i < _step.Nodes.Count; i++)
        {
            Node node = _step.Nodes[i];
            if (!reaches[i] || node.Op is not (Op.Multiply or Op.Divide or Op.FusedMultiplyAdd)) continue;
            (int left, int right) = (node.Operands[0], node.Operands[1]);
            bool isDivisor = node.Op == Op.Divide;
            int? factor = carries[left] ? right : carries[right] && !isDivisor ? left : null;
            if (factor is not { } other || !IsUnbounded(other, isDivisor)) continue;
            foreach (int parameter in Behind(other, isDivisor)) yield return (parameter, next.Slot, isDivisor);
        }
    }

    /// <summary>Whether what a state is multiplied by, or divided by, leaves the size of the product open.</summary>
    private bool IsUnbounded(int factor, bool isDivisor) =>
        isDivisor ? _bounds[factor].Has(0) : !IsFinite(_bounds[factor]);

    /// <summary>The learnable parameters that make a factor unbounded.</summary>
    private IEnumerable<int> Behind(int factor, bool isDivisor)
    {
        // Each value once: many may be made of one, as those of a repeated square are.
        var seen = new HashSet<(int, bool)>();
        var open = new Stack<(int Node, bool IsDivisor)>();
        open.Push((factor, isDivisor));
        while (open.Count > 0)
        {
            (int index, bool divides) = open.Pop();
            if (!IsUnbounded(index, divides) || !seen.Add((index, divides))) continue;
            Node node = _step.Nodes[index];
            if (node.Op == Op.Parameter && _parameters[node.Slot].Learnable) yield return node.Slot;
            foreach (int operand in node.Operands.Reverse())
                if (_step.Nodes[operand].Type == Ir.ValueType.Float)
                    open.Push((operand, divides || (node.Op == Op.Divide && operand == node.Operands[1])));
        }
    }

    /// <summary>The values that grow as a state does.</summary>
    private bool[] CarriesState(int slot)
    {
        var carries = new bool[_step.Nodes.Count];
        for (int i = 0; i < carries.Length; i++)
        {
            Node node = _step.Nodes[i];
            carries[i] = (node.Op == Op.State && node.Slot == slot) || Passed(node).Any(operand => carries[operand]);
        }

        return carries;
    }

    /// <summary>The values that a state's next value grows with.</summary>
    private bool[] ReachesNext(int next)
    {
        var reaches = new bool[_step.Nodes.Count];
        reaches[next] = true;
        for (int i = next; i >= 0; i--)
            if (reaches[i])
                foreach (int operand in Passed(_step.Nodes[i])) reaches[operand] = true;
        return reaches;
    }

    /// <summary>The operands that a value is proportional to, up to an addend.</summary>
    private static IEnumerable<int> Passed(Node node) => node.Op switch
    {
        Op.Add or Op.Subtract or Op.Multiply or Op.Negate or Op.Detach or Op.FusedMultiplyAdd => node.Operands,
        Op.Divide => node.Operands.Take(1),
        Op.Select => node.Operands.Skip(1),
        _ => [],
    };

    private static bool IsFinite(Bounds bounds) =>
        !double.IsInfinity(bounds.Low) && !double.IsInfinity(bounds.High);
}
