using Microsoft.CodeAnalysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>Which node each variable of <c>Step</c> holds at the current point, and how its values are named.</summary>
internal sealed class Variables(GraphBuilder builder)
{
    private readonly HashSet<string> _names = [];
    private Dictionary<ISymbol, int> _values = new(SymbolEqualityComparer.Default);

    public void DeclareLeaf(ISymbol variable, Op op, int slot) =>
        _values[variable] = builder.Leaf(op, slot, FreeName(variable.Name));

    public bool Has(ISymbol variable) => _values.ContainsKey(variable);

    public int Get(ISymbol variable) => _values[variable];

    public void Set(ISymbol variable, int value)
    {
        _values[variable] = value;
        if (builder[value].Name is null) builder.Name(value, FreeName(variable.Name));
    }

    public Dictionary<ISymbol, int> Snapshot() => new(_values, SymbolEqualityComparer.Default);

    public void Restore(Dictionary<ISymbol, int> values) => _values = new(values, SymbolEqualityComparer.Default);

    /// <summary>Joins two branches. A variable that only one of them has went out of scope with it.</summary>
    public void Merge(int condition, Dictionary<ISymbol, int> whenTrue, Dictionary<ISymbol, int> whenFalse)
    {
        _values = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, int> variable in whenTrue)
        {
            if (!whenFalse.TryGetValue(variable.Key, out int other)) continue;
            if (variable.Value == other) _values[variable.Key] = other;
            else Set(variable.Key, Choose(condition, variable.Value, other));
        }
    }

    /// <summary>The name itself if it is free, else with the first number that makes it so; it is taken from now on.</summary>
    public string FreeName(string name)
    {
        string free = name;
        for (int k = 1; !_names.Add(free); k++) free = name + k;
        return free;
    }

    /// <summary>A select of floats, or its equivalent for bits: c ? a : b = (c ∧ a) ∨ (¬c ∧ b).</summary>
    public int Choose(int condition, int whenTrue, int whenFalse) =>
        builder[whenTrue].Type == Ir.ValueType.Float
            ? builder.Select(condition, whenTrue, whenFalse)
            : builder.Binary(
                Op.Or,
                builder.Binary(Op.And, condition, whenTrue),
                builder.Binary(Op.And, builder.Unary(Op.Not, condition), whenFalse));
}
