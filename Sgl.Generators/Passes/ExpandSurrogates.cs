using Sgl.Generators.Differentiation;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>Replaces S̃′(x) by its formula.</summary>
internal static class ExpandSurrogates
{
    public static Graph Run(Graph graph) => Rewriter.Rewrite(graph, (b, node) =>
        node.Op == Op.SurrogateDerivative
            ? SurrogateTable.Derivative(b, node.Operands[0], node.Surrogate!)
            : b.Append(node));
}
