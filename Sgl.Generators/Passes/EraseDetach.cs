using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>Once the gradient is known, a detached value is the value itself.</summary>
internal static class EraseDetach
{
    public static Graph Run(Graph graph) =>
        Rewriter.Rewrite(graph, (b, node) => node.Op == Op.Detach ? node.Operands[0] : b.Append(node));
}
