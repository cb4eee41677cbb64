using System.Collections.Immutable;

namespace Sgl;

/// <summary>A parameter as an optimizer changes it, in the memory of the backend that computes.</summary>
public sealed class ParameterUpdate
{
    private readonly Parameter _parameter;
    private readonly View<float>[] _states;

    internal ParameterUpdate(Parameter parameter, View<float>[] states) => (_parameter, _states) = (parameter, states);

    /// <summary>What the layer calls it, such as <c>weight</c>.</summary>
    public string Name => _parameter.Name;

    /// <summary>Its sizes: two of the weights of a dense layer, one of a bias.</summary>
    public ImmutableArray<int> Shape => _parameter.Shape;

    /// <summary>The values, row-major; to be changed.</summary>
    public View<float> Value { get; internal set; }

    /// <summary>dL/d(value); to be left as it is.</summary>
    public View<float> Gradient { get; internal set; }

    /// <summary>
    /// What the optimizer remembers: an array as long as the values for each of <see cref="Optimizer.StateNames"/>, in that
    /// order, which is 0 before the first step.
    /// </summary>
    public IReadOnlyList<View<float>> States => _states;

    /// <summary>Which step of this parameter it is, counted from 1.</summary>
    public int Step { get; internal set; }

    /// <summary>The least value that may be left.</summary>
    internal float Min => _parameter.Min;

    /// <summary>The greatest value that may be left.</summary>
    internal float Max => _parameter.Max;

    /// <summary>Where the index of a value that is NaN or infinite goes, [1]; empty where parameters are not checked.</summary>
    internal View<uint> NonFinite { get; set; }

    /// <summary>Whether an operation has already kept values within bounds and looked for those that are no numbers.</summary>
    internal bool IsFinished { get; set; }
}
