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
    private readonly Dictionary<string, int> _lastNumbers = [];

    // A reference stands for the same variable as long as it lives, whichever branch is taken.
    private readonly Dictionary<ISymbol, ISymbol> _references = new(SymbolEqualityComparer.Default);
    private Dictionary<ISymbol, int> _values = new(SymbolEqualityComparer.Default);
    private Dictionary<ISymbol, int> _ints = new(SymbolEqualityComparer.Default);

    public void DeclareLeaf(ISymbol variable, string name, Op op, int slot) =>
        _values[Resolve(variable)] = builder.Leaf(op, slot, FreeName(name));

    /// <summary>
    /// The variable that a symbol stands for: that of a reference is what it refers to, and that of a field of
    /// <c>Base&lt;int&gt;</c> the one in the source of <c>Base&lt;T&gt;</c>.
    /// </summary>
    public ISymbol Resolve(ISymbol symbol) =>
        _references.TryGetValue(symbol.OriginalDefinition, out ISymbol? target) ? target : symbol.OriginalDefinition;

    /// <summary>From now on, a ref local or an argument by reference stands for a variable.</summary>
    public void Refer(ISymbol reference, ISymbol target) => _references[reference.OriginalDefinition] = Resolve(target);

    /// <summary>Whether something may refer to it: a local, or what has a value.</summary>
    public bool Knows(ISymbol variable) => variable is ILocalSymbol || Has(variable) || GetInt(variable) is not null;

    public bool Has(ISymbol variable) => _values.ContainsKey(Resolve(variable));

    public int Get(ISymbol variable) => _values[Resolve(variable)];

    public void Set(ISymbol variable, int value)
    {
        ISymbol target = Resolve(variable);
        _values[target] = value;
        if (builder[value].Name is null) builder.Name(value, FreeName(target.Name));
    }

    /// <summary>Gives an argument of an inlined helper its value, which keeps the name it has.</summary>
    public void Bind(ISymbol argument, int value) => _values[Resolve(argument)] = value;

    public int? GetInt(ISymbol variable) => _ints.TryGetValue(Resolve(variable), out int value) ? value : null;

    public void SetInt(ISymbol variable, int value) => _ints[Resolve(variable)] = value;

    /// <summary>Takes the arguments and locals of a helper out of scope.</summary>
    public void Forget(IMethodSymbol helper)
    {
        RemoveOf(helper, _values);
        RemoveOf(helper, _ints);
        RemoveOf(helper, _references);
    }

    /// <summary>
    /// Reads code of which only one of two arms runs, as of <c>if</c>, <c>?:</c> and <c>&amp;&amp;</c>: each arm from the
    /// same variables, which are joined where it leaves them different. Where the condition is known only that arm is
    /// read.
    /// </summary>
    /// <param name="condition">A bit; null where an error was reported, so that the arms are read for theirs.</param>
    /// <param name="whenTrue">Reads one arm.</param>
    /// <param name="whenFalse">Reads the other one.</param>
    /// <param name="beforeJoin">Called before nodes are made for what differs.</param>
    public void Either(int? condition, Action whenTrue, Action whenFalse, Action? beforeJoin = null)
    {
        if (condition is { } known && builder[known].Op == Op.Constant)
        {
            (builder[known].Bits != 0 ? whenTrue : whenFalse)();
            return;
        }

        Scope before = Snapshot();
        whenTrue();
        Scope afterTrue = Snapshot();
        Restore(before);
        whenFalse();
        Scope afterFalse = Snapshot();
        beforeJoin?.Invoke();
        if (condition is { } bit) Join(bit, afterTrue, afterFalse);
    }

    private Scope Snapshot() => new(
        new(_values, SymbolEqualityComparer.Default), new(_ints, SymbolEqualityComparer.Default));

    private void Restore(Scope scope)
    {
        _values = new(scope.Values, SymbolEqualityComparer.Default);
        _ints = new(scope.Ints, SymbolEqualityComparer.Default);
    }

    /// <summary>
    /// Joins two branches. A variable that only one of them has went out of scope with it; an int that they leave
    /// different is no longer known.
    /// </summary>
    private void Join(int condition, Scope whenTrue, Scope whenFalse)
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
        if (_names.Add(name)) return name;
        _lastNumbers.TryGetValue(name, out int k);
        string free;
        do free = name + ++k;
        while (!_names.Add(free));
        _lastNumbers[name] = k;
        return free;
    }

    private static void RemoveOf<T>(IMethodSymbol method, Dictionary<ISymbol, T> variables)
    {
        foreach (ISymbol variable in variables.Keys.ToArray())
            if (SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method)) variables.Remove(variable);
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
    private sealed record Scope(Dictionary<ISymbol, int> Values, Dictionary<ISymbol, int> Ints);
}
