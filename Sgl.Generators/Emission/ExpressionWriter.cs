using System.Runtime.CompilerServices;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>A piece of expression and how strongly it holds together.</summary>
internal readonly record struct Phrase(string Text, Binding Binding)
{
    /// <summary>The text, in parentheses unless it holds at least as strongly as asked.</summary>
    public string Within(Binding atLeast) => Binding >= atLeast ? Text : $"({Text})";
}

/// <summary>C#'s operator precedence, as far as kernels need it.</summary>
internal enum Binding
{
    Choice,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Unary,
    Atom,
}

/// <summary>
/// Writes the values of a graph as expressions: a value that has a name, or that is used more than once, becomes a
/// variable of its own; every other one is written where it is used. What an operation looks like is the derived
/// class's matter.
/// </summary>
internal abstract class ExpressionWriter(Graph graph)
{
    private readonly string?[] _variables = new string?[graph.Nodes.Count];

    protected Graph Graph { get; } = graph;

    /// <summary>From now on, a node is written as this variable.</summary>
    public void Bind(int node, string variable) => _variables[node] = variable;

    public bool IsBound(int node) => _variables[node] is not null;

    public Phrase Write(int node) =>
        _variables[node] is { } variable ? new Phrase(variable, Binding.Atom) : Define(node);

    /// <summary>The node's own operation, also where it has a variable.</summary>
    public Phrase Define(int node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Graph.Nodes[node].Op == Op.Constant
            ? Constant(Graph.Nodes[node])
            : Operation(Graph.Nodes[node], [.. Graph.Nodes[node].Operands.Select(Write)]);
    }

    /// <summary>The nodes that deserve a variable.</summary>
    public bool[] Variables()
    {
        var uses = new int[Graph.Nodes.Count];
        foreach (int operand in Graph.Nodes.SelectMany(node => node.Operands)) uses[operand]++;
        return [.. Graph.Nodes.Select((node, i) => node.Op != Op.Constant && (uses[i] > 1 || node.Name is not null))];
    }

    protected abstract Phrase Constant(Node node);

    protected abstract Phrase Operation(Node node, Phrase[] operands);

    /// <summary>
    /// A binary operator. Float addition and multiplication are not associative, so the right operand keeps its
    /// parentheses even under the same operator.
    /// </summary>
    protected static Phrase Infix(Phrase left, string symbol, Phrase right, Binding binding) =>
        new($"{left.Within(binding)} {symbol} {right.Within(binding + 1)}", binding);

    protected static Phrase Call(string function, params Phrase[] arguments) =>
        new($"{function}({string.Join(", ", arguments.Select(argument => argument.Text))})", Binding.Atom);
}
