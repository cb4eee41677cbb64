using Sgl.Generators.Ir;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>
/// What the arrays of a model's kernels are called, from the user's own names: <c>input</c>, <c>dinput</c> for
/// dL/d(input), <c>tapeV1</c>. Its stride is <c>inputStride</c>, a vector of it <c>inputLanes</c>, one row
/// <c>inputRow</c>, one number <c>inputValue</c>, what is added to it <c>inputAddend</c>, a sum
/// <c>inputSum</c>, the way to its next time step <c>inputAhead</c>, whether it is stored past the caches
/// <c>inputStreams</c>, and, of a spike, its bits <c>inputBits</c> and whether they are wanted <c>inputPacks</c>.
/// </summary>
internal sealed class KernelNames
{
    private static readonly string[] Derived = ["Stride", "Lanes", "Lanes2", "Row", "Value", "Addend", "Sum", "Ahead", "Streams", "Bits", "BitsStride", "Packs"];

    private readonly NameScope _scope;
    private readonly Dictionary<string, string> _hoisted = [];

    public KernelNames(CompiledModel compiled)
    {
        NeuronModel model = compiled.Model;
        _scope = new NameScope("steps", "neurons", "width", "first", "tile", "t", "at", "left", "next", "saves", "scratch", "widest", "continues", "index", "neuron", "feature", "nameof");
        Inputs = Declare(model.Inputs);
        Parameters = Declare(model.Parameters.Select(parameter => parameter.Name));
        States = Declare(model.States);
        Outputs = Declare(OutputNames(model));
        Tape = Declare(compiled.Tape.Select(name => "tape" + NameScope.PascalCase(name)));
        InitialStates = Declare(model.States.Select(name => "initial" + NameScope.PascalCase(name)));
        InputGradients = Declare(model.Inputs.Select(name => "d" + Bare(name)));
        StateGradients = Declare(model.States.Select(name => "d" + Bare(name)));
        ParameterGradients = Declare(model.Parameters.Select(parameter => "d" + Bare(parameter.Name)));
        OutputGradients = Declare(Outputs.Select(name => "d" + Bare(name)));
        HoistedGradients = Declare(compiled.HoistedNames.Select(name => "d" + Bare(name)));

        string[] Declare(IEnumerable<string> names) => [.. names.Select(name => _scope.Declare(name, Derived))];
    }

    public string[] Inputs { get; }

    public string[] Parameters { get; }

    public string[] States { get; }

    public string[] Outputs { get; }

    public string[] Tape { get; }

    /// <summary>The states before the first step, which backward reads.</summary>
    public string[] InitialStates { get; }

    public string[] InputGradients { get; }

    public string[] StateGradients { get; }

    public string[] ParameterGradients { get; }

    public string[] OutputGradients { get; }

    public string[] HoistedGradients { get; }

    /// <summary>Names of the outputs; one that is called as something else is marked as being the output.</summary>
    public static IEnumerable<string> OutputNames(NeuronModel model) => model.Outputs.Select(name =>
        model.Inputs.Concat(model.States).Concat(model.Parameters.Select(parameter => parameter.Name)).Contains(name)
            ? name + "Out"
            : name);

    /// <summary>What a hoisted value is called in both kernels.</summary>
    public string Hoisted(string name)
    {
        if (!_hoisted.TryGetValue(name, out string? identifier))
            _hoisted.Add(name, identifier = _scope.Declare(name, Derived));
        return identifier;
    }

    /// <summary>What a value that one kernel computes for itself is called.</summary>
    public string Local(string wanted) => _scope.Declare(wanted, Derived);

    private static string Bare(string name) => name.TrimStart('_', '@');
}
