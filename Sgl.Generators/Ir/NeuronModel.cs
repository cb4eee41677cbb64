namespace Sgl.Generators.Ir;

/// <summary>
/// All that the compiler knows of a neuron model: the boundary between Roslyn and the rest, and what the incremental
/// pipeline compares.
/// </summary>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Types">Headers of the enclosing types and of the class itself, such as <c>partial class Lif</c>.</param>
/// <param name="Name">The class's simple name.</param>
/// <param name="QualifiedName">The class's name as C# writes it from anywhere.</param>
/// <param name="HintName">A file name that no other model has.</param>
/// <param name="HidesBase">Whether a base class has members of the names of generated ones, which are hidden.</param>
/// <param name="Inputs">Names of the arguments of <c>Step</c>.</param>
/// <param name="Outputs">Names of what <c>Step</c> returns.</param>
/// <param name="States">Names of the state fields.</param>
/// <param name="Parameters">The parameter fields.</param>
/// <param name="Step">One time step: results are outputs and next states.</param>
/// <param name="Statements">The source text of each statement of <c>Step</c>.</param>
internal sealed record NeuronModel(
    string Namespace,
    EquatableArray<string> Types,
    string Name,
    string QualifiedName,
    string HintName,
    bool HidesBase,
    EquatableArray<string> Inputs,
    EquatableArray<string> Outputs,
    EquatableArray<string> States,
    EquatableArray<ParameterModel> Parameters,
    Graph Step,
    EquatableArray<string> Statements)
{
    /// <summary>The function of <c>SpikeMath</c> that the <c>Step</c> to generate calls; null where the user wrote it.</summary>
    public string? Activation { get; init; }

    /// <summary>Where backward gets the values of the forward pass from.</summary>
    public TapeMode Tape { get; init; }

    /// <summary>What the class of its kernels is called; it is local to its file.</summary>
    /// <param name="target">What they are written for, where not for SIMD CPU.</param>
    public string KernelsName(string target = "") =>
        string.Concat(HintName.Select(c => char.IsLetterOrDigit(c) ? c : '_')) + target + "Kernels";

    /// <summary>Whether an output is a bit, detached or not.</summary>
    public bool IsSpike(int output)
    {
        int node = Step.ResultsOf(ResultKind.Output).Single(result => result.Slot == output).Value;
        while (Step.Nodes[node].Op == Op.Detach) node = Step.Nodes[node].Operands[0];
        return Step.Nodes[node].Op == Op.ToFloat;
    }

    /// <summary>Whether only what is obsolete itself may read a state or parameter.</summary>
    public bool HasObsoleteFields { get; init; }

    /// <summary>The warnings that reading experimental states and parameters brings.</summary>
    public EquatableArray<string> Experiments { get; init; }

    /// <summary>Whether anybody can make one without arguments, and without being warned.</summary>
    public bool IsCreatable { get; init; }

    /// <summary>The fields among states and parameters that are not reached by their name.</summary>
    public EquatableArray<HiddenField> Hidden { get; init; }

    /// <summary>Whether kernels may contract and approximate.</summary>
    public bool FastMath { get; init; }
}

/// <summary>
/// A field of a base that the model does not reach by its name: a class after the base gives the name to another member, or
/// the base is one of the runtime and keeps the field to itself.
/// </summary>
/// <param name="Name">What it is called among states and parameters.</param>
/// <param name="Field">Its own name.</param>
/// <param name="Type">The class that declares it, as C# writes it from anywhere.</param>
internal sealed record HiddenField(string Name, string Field, string Type);

/// <summary>One parameter field.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Learnable">Whether it has a gradient.</param>
/// <param name="PerNeuron">Whether each neuron has its own value.</param>
internal sealed record ParameterModel(string Name, bool Learnable, bool PerNeuron)
{
    /// <summary>Whether each channel has its own value; a kernel is given that of each neuron.</summary>
    public bool PerChannel { get; init; }

    /// <summary>Whether all neurons have one value; else a kernel reads one for each.</summary>
    public bool IsShared => !PerNeuron && !PerChannel;

    public ParameterBounds Bounds { get; init; } = ParameterBounds.None;
}

/// <summary>Where learning keeps a parameter.</summary>
/// <param name="Min">The least value.</param>
/// <param name="Max">The largest value.</param>
/// <param name="IsLogistic">Whether it is a logistic function of what is learned, instead of clamped.</param>
internal sealed record ParameterBounds(float Min, float Max, bool IsLogistic)
{
    public static readonly ParameterBounds None = new(float.NegativeInfinity, float.PositiveInfinity, false);
}
