using Sgl.Generators.Ir;
using Sgl.Generators.Surrogates;

namespace Sgl.Generators.Passes;

/// <summary>Replaces S̃′(x) by its formula.</summary>
internal static class ExpandSurrogates
{
    public static Graph Run(Graph graph) => Rewriter.Rewrite(graph, (b, node) =>
        node.Op == Op.SurrogateDerivative
            ? SurrogateFunction.Derivative(b, node.Operands[0], node.Operands[1], node.Surrogate!)
            : b.Append(node));
}
