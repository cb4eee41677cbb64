using Sgl.Generators.Ir;

namespace Sgl.Generators.Differentiation;

/// <summary>A differentiated step.</summary>
/// <param name="Step">
/// The nodes of the step itself, at their own indices, followed by those of its adjoint for one time step.
/// Results are the gradients of inputs and of states before the step, and addends for parameters and hoisted values.
/// </param>
/// <param name="Epilogue">
/// What remains after the last time step: from the summed gradients of hoisted values to those of the parameters that
/// they are made of. Starts with the nodes of the step, too.
/// </param>
/// <param name="Hoisted">The nodes of the step that the slots of hoisted gradients stand for.</param>
internal sealed record Adjoint(Graph Step, Graph Epilogue, EquatableArray<int> Hoisted);
