using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Expressions of C#: with the types of their values, all that differs between the targets' pure functions.</summary>
internal abstract class CodeExpressions(Graph graph) : ExpressionWriter(graph)
{
    /// <summary>The C# type of a value.</summary>
    public abstract string Type(Ir.ValueType type);

    /// <summary>A value as it leaves a function: a bit as 0 or 1.</summary>
    public string AsFloat(int node) =>
        (Graph.Nodes[node].Type == Ir.ValueType.Bit ? ToFloat(Write(node)) : Write(node)).Text;

    protected abstract Phrase ToFloat(Phrase bit);
}
