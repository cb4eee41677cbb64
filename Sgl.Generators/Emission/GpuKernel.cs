using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Writes a kernel for ILGPU: one thread runs one neuron through all time steps.</summary>
internal sealed class GpuKernel(TileKernel kernel) : NeuronKernel(kernel)
{
    private readonly NeuronModel _model = kernel.Compiled.Model;

    /// <summary>The parameters of the model that the kernel reads, by slot.</summary>
    private IEnumerable<int> Parameters => Enumerable.Range(0, _model.Parameters.Count)
        .Where(slot => Kernel.Find(Kernel.Names.Parameters[slot]) is not null);

    protected override string Number => GpuExpressions.NumberOf(_model.FastMath);

    protected override string FinishCondition => "if (tile.IsContinued == 0)";

    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>A neuron {Kernel.Direction} through time.</summary>");
        using (code.Braces(Signature(Kernel.Name, Kernel is ForwardKernel ? "Forward" : "Backward"))) WriteNeuron(code);
        WriteFunctions(code);
    }

    /// <summary>Writes <c>Backward</c> where forward saved no tape: two kernels in a row.</summary>
    public static void WriteBackward(CodeWriter code, RecomputeKernel recompute, BackwardKernel backward)
    {
        code.Line("/// <summary>A neuron backward through time, after what forward did not save.</summary>");
        using (code.Braces(Signature("Backward", "Backward")))
            foreach (TileKernel kernel in new TileKernel[] { recompute, backward }) code.Line($"{kernel.Name}(index, tile);");
    }

    protected override CodeExpressions Expressions(Graph graph) => new GpuExpressions(graph, _model.FastMath);

    protected override string Variable(string name) => name;

    protected override void WriteOwnVariables(CodeWriter code)
    {
        code.Line("int neuron = index, steps = tile.Steps;");
        if (Parameters.Any(slot => !_model.Parameters[slot].IsShared)) code.Line("int feature = neuron % tile.Features;");
        foreach (int slot in Parameters)
        {
            bool isShared = _model.Parameters[slot].IsShared;
            int place = Place(slot, parameter => parameter.IsShared == isShared);
            code.Line($"{Number} {Kernel.Names.Parameters[slot]} = " + (isShared
                ? $"tile.SharedParameters[{Literals.Int(place)}];"
                : $"tile.NeuronParameters.Load({Literals.Int(place)}, feature);"));
        }

        if (Kernel is not ForwardKernel) return;
        for (int k = 0; k < _model.Outputs.Count; k++)
            if (_model.IsSpike(k)) code.Line($"uint {Bits(k)} = 0;");
    }

    protected override string Load(KernelParameter row) =>
        Kernel.Names.Parameters.Contains(row.Name) ? row.Name : $"tile.{Member(row.Name)}.Load({Slot(row.Name)}, neuron)";

    protected override string Load(KernelParameter plane, string time) =>
        $"tile.{Member(plane.Name)}.{(plane.IsOptional ? "LoadOrZero" : "Load")}({Slot(plane.Name)}, {time}, neuron)";

    protected override string Store(KernelParameter row) =>
        $"tile.{Member(row.Name)}.Store({Slot(row.Name)}, neuron, {AsFloat(row)});";

    protected override string StoreStep(KernelParameter plane)
    {
        int output = Array.IndexOf(Kernel.Names.Outputs, plane.Name);
        return output >= 0 && _model.IsSpike(output)
            ? $"tile.StoreSpike({Slot(plane.Name)}, t, neuron, {AsFloat(plane)}, ref {Bits(output)});"
            : $"tile.{Member(plane.Name)}.Store({Slot(plane.Name)}, t, neuron, {AsFloat(plane)});";
    }

    private static string Signature(string name, string direction) =>
        $"internal static void {name}(Index1D index, Device{direction} tile)";

    private string AsFloat(KernelParameter p) => _model.FastMath ? p.Name : $"(float){p.Name}";

    private string Bits(int output) => Kernel.Names.Outputs[output] + "Bits";

    /// <summary>What holds an array in the arguments of a kernel.</summary>
    private string Member(string array) => Place(array).Member;

    private string Slot(string array)
    {
        (string member, int slot) = Place(array);
        return Literals.Int(member == "ParameterGradients" ? Place(slot, parameter => parameter.Learnable) : slot);
    }

    private (string Member, int Slot) Place(string array)
    {
        KernelNames names = Kernel.Names;
        (string Member, string[] Names)[] members =
        [
            ("Inputs", names.Inputs), ("States", names.States), ("Outputs", names.Outputs), ("Tape", names.Tape),
            ("InitialStates", names.InitialStates), ("OutputGradients", names.OutputGradients),
            ("StateGradients", names.StateGradients), ("InputGradients", names.InputGradients),
            ("ParameterGradients", names.ParameterGradients), ("HoistedGradients", names.HoistedGradients),
        ];
        return members.Where(member => member.Names.Contains(array))
            .Select(member => (member.Member, Array.IndexOf(member.Names, array))).Single();
    }

    /// <summary>The place of a parameter among those of its kind.</summary>
    private int Place(int slot, Func<ParameterModel, bool> isOfKind) => _model.Parameters.Take(slot).Count(isOfKind);
}
