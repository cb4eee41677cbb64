namespace Sgl.Generators.Ir;

/// <summary>A result of a graph.</summary>
internal enum ResultKind
{
    Output,
    NextState,

    /// <summary>A value to save for backward.</summary>
    Tape,
    InputGradient,

    /// <summary>dL/d(state before this step).</summary>
    StateGradient,

    /// <summary>An addend of dL/d(parameter).</summary>
    ParameterGradient,

    /// <summary>An addend of dL/d(hoisted value).</summary>
    HoistedGradient,

    /// <summary>A value that does not change with time.</summary>
    Hoisted,
}

/// <summary>One result of a graph.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Slot">Which output, state, parameter or tape slot.</param>
/// <param name="Value">The node.</param>
internal sealed record Result(ResultKind Kind, int Slot, int Value);

/// <summary>A straight line of nodes, each after its operands, and what is read off them.</summary>
internal sealed record Graph(EquatableArray<Node> Nodes, EquatableArray<Result> Results)
{
    public IEnumerable<Result> ResultsOf(ResultKind kind) => Results.Where(result => result.Kind == kind);

    /// <summary>The leaves of one op by slot, −1 where there is none.</summary>
    public int Leaf(Op op, int slot)
    {
        for (int i = 0; i < Nodes.Count; i++)
            if (Nodes[i].Op == op && Nodes[i].Slot == slot)
                return i;
        return -1;
    }
}
