using System.Globalization;
using System.Text;

namespace Sgl.Generators.Ir;

/// <summary>Writes a graph as text, one node a line, for people who debug this compiler.</summary>
internal static class Printer
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            text.Append('%').Append(i).Append(" = ").Append(node.Op);
            if (node.Op == Op.Constant)
                text.Append(' ').Append(node.Type == ValueType.Bit
                    ? node.Bits != 0 ? "true" : "false"
                    : node.Value.ToString("R", CultureInfo.InvariantCulture));
            else if (node.IsLeaf) text.Append(' ').Append(node.Slot.ToString(CultureInfo.InvariantCulture));
            foreach (int operand in node.Operands) text.Append(" %").Append(operand);
            if (node.Surrogate is { } surrogate) text.Append(' ').Append(surrogate.Kind);
            if (node.Name is not null) text.Append("  ; ").Append(node.Name);
            text.Append('\n');
        }

        foreach (Result result in graph.Results)
            text.Append(result.Kind).Append(' ').Append(result.Slot).Append(" = %").Append(result.Value).Append('\n');
        return text.ToString();
    }
}
