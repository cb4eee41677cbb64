using Microsoft.CodeAnalysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Parsing;

/// <summary>
/// What each variable holds at the current point: a node of the graph, or an int that is known at compile time, such
/// as the counter of a loop. Also how values are named.
/// </summary>
internal sealed class Variables(GraphBuilder builder)
{
    private readonly HashSet<string> _names = [];
    private Dictionary<ISymbol, int> _values = new(SymbolEqualityComparer.Default);
    private Dictionary<ISymbol, int> _ints = new(SymbolEqualityComparer.Default);

    public void DeclareLeaf(ISymbol variable, Op op, int slot) =>
        _values[variable] = builder.Leaf(op, slot, FreeName(variable.Name));

    public bool Has(ISymbol variable) => _values.ContainsKey(variable);

    public int Get(ISymbol variable) => _values[variable];

    public void Set(ISymbol variable, int value)
    {
        _values[variable] = value;
        if (builder[value].Name is null) builder.Name(value, FreeName(variable.Name));
    }

    /// <summary>Gives an argument of an inlined helper its value, which keeps the name it has.</summary>
    public void Bind(ISymbol argument, int value) => _values[argument] = value;

    public int? GetInt(ISymbol variable) => _ints.TryGetValue(variable, out int value) ? value : null;

    public void SetInt(ISymbol variable, int value) => _ints[variable] = value;

    public Scope Snapshot() => new(
        new(_values, SymbolEqualityComparer.Default), new(_ints, SymbolEqualityComparer.Default));

    public void Restore(Scope scope)
    {
        _values = new(scope.Values, SymbolEqualityComparer.Default);
        _ints = new(scope.Ints, SymbolEqualityComparer.Default);
    }

    /// <summary>
    /// Joins two branches. A variable that only one of them has went out of scope with it; an int that they leave
    /// different is no longer known.
    /// </summary>
    public void Merge(int condition, Scope whenTrue, Scope whenFalse)
    {
        _values = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, int> variable in whenTrue.Values)
        {
            if (!whenFalse.Values.TryGetValue(variable.Key, out int other)) continue;
            if (variable.Value == other) _values[variable.Key] = other;
            else Set(variable.Key, Choose(condition, variable.Value, other));
        }

        _ints = new(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, int> variable in whenTrue.Ints)
            if (whenFalse.Ints.TryGetValue(variable.Key, out int other) && variable.Value == other)
                _ints[variable.Key] = other;
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

    /// <summary>All variables at one point.</summary>
    internal sealed record Scope(Dictionary<ISymbol, int> Values, Dictionary<ISymbol, int> Ints);
}
