using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>
/// Splits a forward step that yields the tape too: into one without it, and one of which only the tape is wanted. Both
/// are parts of one graph, so a value has the same bits whether forward saves it or backward computes it again.
/// </summary>
internal static class Recomputation
{
    /// <summary>The step without the tape.</summary>
    public static Graph WithoutTape(Graph forward) => Part(forward, result => result.Kind != ResultKind.Tape);

    /// <summary>The tape, and the next states that it depends on at later steps.</summary>
    public static Graph OfTape(Graph forward)
    {
        var states = new HashSet<int>();
        Graph part;
        do
        {
            part = Part(forward, result => result.Kind == ResultKind.Tape
                || (result.Kind == ResultKind.NextState && states.Contains(result.Slot)));
        }
        while (StatesOf(part).Any(states.Add));
        return part;
    }

    private static Graph Part(Graph graph, Func<Result, bool> isWanted) =>
        DropDead.Run(graph with { Results = graph.Results.Where(isWanted).ToEquatableArray() });

    private static IEnumerable<int> StatesOf(Graph graph) =>
        graph.Nodes.Where(node => node.Op == Op.State).Select(node => node.Slot);
}
