namespace Sgl;

/// <summary>
/// Marks a <see cref="float"/> field that a neuron keeps from one time step to the next, such as its membrane
/// potential. The field's initializer is the value before the first step.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class StateAttribute : Attribute;
