using Sgl.Generators.Analysis;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>What forward saves so that backward can recompute all it needs from that and the inputs, which their caller keeps.</summary>
/// <param name="Saved">Nodes of the step whose values are saved at every time step.</param>
/// <param name="Restored">
/// States whose value before a step backward takes from the step before it: recomputed from that step's tape, or the
/// initial state. Empty where the tape of the step itself suffices.
/// </param>
internal sealed record TapePlan(EquatableArray<int> Saved, EquatableArray<int> Restored)
{
    /// <summary>
    /// The cheapest set of values of the step that cuts what the adjoint needs from inputs and states, found with and
    /// without restoring states from the step before. Inputs in the set are not saved: their caller keeps them.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="rates">How often its values change; what does not change with time costs nothing.</param>
    /// <param name="adjoint">The step, at the same indices, and its adjoint.</param>
    public static TapePlan Of(Graph step, Rate[] rates, Graph adjoint)
    {
        int[] needed = [.. Needed(step, rates, adjoint)];
        int[] neededStates = [.. needed.Where(node => step.Nodes[node].Op == Op.State)];
        int[] direct = MinimumCut.Find(step, rates, needed);
        if (neededStates.Length == 0) return new TapePlan(Saved(direct), EquatableArray<int>.Empty);

        int[] slots = [.. neededStates.Select(node => step.Nodes[node].Slot)];
        int[] nextStates = [.. step.ResultsOf(ResultKind.NextState)
            .Where(next => slots.Contains(next.Slot)).Select(next => next.Value)];
        int[] restoring = MinimumCut.Find(step, rates, [.. needed.Except(neededStates).Union(nextStates)]);
        return MinimumCut.Cost(step, restoring) < MinimumCut.Cost(step, direct)
            ? new TapePlan(Saved(restoring), slots.Except(SavedStates(step, restoring)).ToEquatableArray())
            : new TapePlan(Saved(direct), EquatableArray<int>.Empty);

        EquatableArray<int> Saved(int[] cut) => cut.Where(node => step.Nodes[node].Op != Op.Input).ToEquatableArray();
    }

    private static IEnumerable<int> SavedStates(Graph step, int[] saved) =>
        saved.Where(node => step.Nodes[node].Op == Op.State).Select(node => step.Nodes[node].Slot);

    /// <summary>Nodes of the step that change with time and that the adjoint's live nodes use.</summary>
    private static IEnumerable<int> Needed(Graph step, Rate[] rates, Graph adjoint)
    {
        var live = new bool[adjoint.Nodes.Count];
        foreach (Result result in adjoint.Results) live[result.Value] = true;
        for (int i = live.Length - 1; i >= step.Nodes.Count; i--)
        {
            if (!live[i]) continue;
            foreach (int operand in adjoint.Nodes[i].Operands) live[operand] = true;
        }

        return Enumerable.Range(0, step.Nodes.Count).Where(node => live[node] && rates[node] == Rate.PerStep);
    }
}
