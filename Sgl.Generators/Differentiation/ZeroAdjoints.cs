using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Differentiation;

/// <summary>
/// Keeps an adjoint of 0 at 0. A value that was not chosen has the adjoint 0, and 0 times an infinite slope is NaN:
/// that of <c>x &gt; 0f ? MathF.Sqrt(x) : 0f</c> at 0, say. Where an adjoint may be 0 because its value was not chosen,
/// and a slope may be infinite or NaN, the product is chosen instead of its factor. Elsewhere nothing is added.
/// </summary>
/// <param name="b">The adjoint under way; the nodes of the step come first.</param>
/// <param name="step">The step.</param>
/// <param name="parameters">The model's parameters by slot.</param>
internal sealed class ZeroAdjoints(GraphBuilder b, Graph step, IReadOnlyList<ParameterModel> parameters)
{
    private readonly Bounds[] _bounds = GraphBounds.Of(step, GraphBounds.Leaves(parameters, float.MaxValue));

    private readonly HashSet<int> _mayBeZero = [];

    /// <summary>Whether an adjoint may be 0 because its value was not chosen.</summary>
    public bool Contains(int adjoint) => _mayBeZero.Contains(adjoint);

    public void Include(int adjoint) => _mayBeZero.Add(adjoint);

    /// <summary>Whether an addend of an adjoint is 0 because another value was chosen.</summary>
    public bool IsChoice(int addend) => b[addend].Op == Op.Select
        && (IsZero(b[addend].Operands[1]) || IsZero(b[addend].Operands[2])
            || IsChoice(b[addend].Operands[1]) || IsChoice(b[addend].Operands[2]));

    /// <summary>What a rule makes of an adjoint, and 0 where that is 0 because its value was not chosen.</summary>
    public int Apply(Func<int, int> rule, int adjoint)
    {
        int addend = rule(adjoint);
        if (!Contains(adjoint) || BoundsWithout(adjoint, addend) == Bounds.Zero) return addend;
        if (b[adjoint].Op == Op.Select)
        {
            int condition = b[adjoint].Operands[0], whenTrue = b[adjoint].Operands[1], whenFalse = b[adjoint].Operands[2];
            if (IsZero(whenFalse)) return b.Select(condition, Apply(rule, whenTrue), whenFalse);
            if (IsZero(whenTrue)) return b.Select(condition, whenTrue, Apply(rule, whenFalse));
        }

        int zero = b.Constant(0f);
        return b.Select(b.Binary(Op.Equal, adjoint, zero), zero, addend);
    }

    /// <summary>The bounds of a node where an adjoint that it is made of is 0.</summary>
    private Bounds BoundsWithout(int adjoint, int node) =>
        node == adjoint ? Bounds.Zero
        : node < _bounds.Length ? _bounds[node]
        : GraphBounds.Of(b[node], k => b[k], k => BoundsWithout(adjoint, k));

    private bool IsZero(int node) => b[node] is { Op: Op.Constant, Type: Ir.ValueType.Float, Value: 0f };
}
