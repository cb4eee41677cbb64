using Sgl.Generators.Analysis;
using Sgl.Generators.Differentiation;
using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>From a parsed model to what the emitters write: every phase, in order.</summary>
internal static class Lowering
{
    public static CompiledModel Compile(NeuronModel model)
    {
        Graph step = NameHoisted.Run(Clean(model.Step, "parsing"), model.Parameters);
        Rate[] rates = Rates.Of(step, model.Parameters);
        Activity activity = Activity.Of(step, model.Parameters, model.States.Count);
        Adjoint adjoint = ReverseMode.Differentiate(step, rates, activity, model);
        Graph formulas = ExpandSurrogates.Run(adjoint.Step); // not each of them reads how far the threshold is
        TapePlan plan = TapePlan.Of(step, rates, formulas);
        Graph forward = NameHoisted.Run(Finish(Saving(step, plan), model, "forward"), model.Parameters);
        Graph recompute = Recomputation.OfTape(forward);
        Graph restore = Finish(FromTape(Restoring(step, plan), plan), model, "restore");
        Graph backward = Finish(FromTape(formulas, plan), model, "backward");
        bool recomputes = TapeChoice.Recomputes(model, plan, recompute, restore, backward);

        return new CompiledModel(
            model,
            step,
            Forward: recomputes ? Recomputation.WithoutTape(forward) : forward,
            Recompute: recomputes ? recompute : Nothing,
            Restore: restore,
            Backward: NameHoisted.Run(backward, model.Parameters),
            Epilogue: Finish(ExpandSurrogates.Run(adjoint.Epilogue), model, "epilogue"),
            Tape: TapeNames(step, plan),
            HoistedNames: adjoint.Hoisted.Select(node => step.Nodes[node].Name!).ToEquatableArray(),
            Adjoint: Clean(adjoint.Step, "differentiation"));
    }

    private static readonly Graph Nothing = new(EquatableArray<Node>.Empty, EquatableArray<Result>.Empty);

    private static Graph Finish(Graph graph, NeuronModel model, string phase)
    {
        graph = EraseDetach.Run(graph);
        graph = Clean(graph, phase);
        return model.FastMath ? Clean(ContractProducts.Run(graph), phase) : graph;
    }

    private static Graph Clean(Graph graph, string phase)
    {
        graph = Simplify.Run(graph);
        graph = DropDead.Run(graph);
        return Verifier.Verify(graph, phase);
    }

    /// <summary>The step, with the tape among its results.</summary>
    private static Graph Saving(Graph step, TapePlan plan) => step with
    {
        Results = step.Results
            .Concat(plan.Saved.Select((node, slot) => new Result(ResultKind.Tape, slot, node)))
            .ToEquatableArray(),
    };

    /// <summary>The step, of which only the states to restore are wanted.</summary>
    private static Graph Restoring(Graph step, TapePlan plan) => step with
    {
        Results = step.ResultsOf(ResultKind.NextState)
            .Where(next => plan.Restored.Contains(next.Slot))
            .ToEquatableArray(),
    };

    /// <summary>Reads what was saved instead of computing it.</summary>
    private static Graph FromTape(Graph graph, TapePlan plan)
    {
        Node[] nodes = [.. graph.Nodes];
        for (int slot = 0; slot < plan.Saved.Count; slot++)
        {
            Node saved = nodes[plan.Saved[slot]];
            nodes[plan.Saved[slot]] =
                new Node(Op.Tape, saved.Type, EquatableArray<int>.Empty, Slot: slot) { Name = saved.Name };
        }

        return graph with { Nodes = nodes.ToEquatableArray() };
    }

    private static EquatableArray<string> TapeNames(Graph step, TapePlan plan) =>
        plan.Saved.Select((node, slot) => step.Nodes[node].Name ?? $"saved{slot}").ToEquatableArray();
}
