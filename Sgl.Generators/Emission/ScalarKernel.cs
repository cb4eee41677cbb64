using Sgl.Generators.Ir;

namespace Sgl.Generators.Emission;

/// <summary>Writes a kernel neuron by neuron: all time steps of one, then the next, over spans of numbers.</summary>
internal sealed class ScalarKernel(TileKernel kernel) : NeuronKernel(kernel)
{
    protected override string Number => "float";

    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>Neurons {Kernel.Direction} through time, one after the other.</summary>");
        Kernel.WriteSignature(code);
        using (code.Braces())
        using (code.Braces("for (int at = 0; at < width; at++)"))
            WriteNeuron(code);
        WriteFunctions(code);
    }

    protected override CodeExpressions Expressions(Graph graph) => new ScalarExpressions(graph);

    protected override string Variable(string name) => name + "Value";

    protected override string Load(KernelParameter row) =>
        row.Shape == ParameterShape.Scalar ? row.Name : $"{row.Name}[at]";

    protected override string Load(KernelParameter plane, string time) =>
        plane.IsOptional ? $"{plane.Name}.IsEmpty ? 0f : {At(plane, time)}" : At(plane, time);

    protected override string Store(KernelParameter row) => $"{row.Name}[at] = {Variable(row.Name)};";

    protected override string StoreStep(KernelParameter plane) =>
        $"{(plane.IsOptional ? $"if (!{plane.Name}.IsEmpty) " : "")}{At(plane, "t")} = {Variable(plane.Name)};";

    private static string At(KernelParameter plane, string time) =>
        $"{plane.Name}[{(time == "t" ? time : $"({time})")} * {plane.Name}Stride + at]";
}
