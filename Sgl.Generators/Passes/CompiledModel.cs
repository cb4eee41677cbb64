using Sgl.Generators.Ir;

namespace Sgl.Generators.Passes;

/// <summary>A model as the emitters need it: straight-line programs.</summary>
/// <param name="Model">The model.</param>
/// <param name="Step">One time step, cleaned and with its hoisted values named.</param>
/// <param name="Forward">From inputs, states and parameters: outputs, next states and, where it is saved, the tape.</param>
/// <param name="Recompute">
/// From inputs, states and parameters: the tape and the next states that it needs; without results where forward saves
/// it, or where there is none.
/// </param>
/// <param name="Restore">From the tape and inputs: the next states of the step before, which backward needs.</param>
/// <param name="Backward">
/// From the tape, inputs, restored states and output gradients: gradients of inputs and states, addends for parameters
/// and hoisted values.
/// </param>
/// <param name="Epilogue">From the summed gradients of hoisted values: addends for parameters.</param>
/// <param name="Tape">The names of what is saved or recomputed.</param>
/// <param name="HoistedNames">The names of hoisted values that have a gradient, by slot.</param>
/// <param name="Adjoint">The adjoint before it was made fit for kernels, for people to read.</param>
internal sealed record CompiledModel(
    NeuronModel Model,
    Graph Step,
    Graph Forward,
    Graph Recompute,
    Graph Restore,
    Graph Backward,
    Graph Epilogue,
    EquatableArray<string> Tape,
    EquatableArray<string> HoistedNames,
    Graph Adjoint)
{
    /// <summary>The part of the tape that forward saves: all or nothing.</summary>
    public EquatableArray<string> Saved => Recomputes ? EquatableArray<string>.Empty : Tape;

    /// <summary>Whether backward runs the steps once more.</summary>
    public bool Recomputes => Recompute.Results.Count > 0;

    /// <summary>The states that run through time once more where backward recomputes.</summary>
    public IEnumerable<int> RepeatedStates => Recompute.ResultsOf(ResultKind.NextState).Select(next => next.Slot);
}
