using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>Writes the kernels neuron by neuron: plain loops over plain numbers, to read and to compare with.</summary>
internal static class ScalarFile
{
    public static readonly Target Target = new("Scalar", "neuron by neuron", IsTiled: true);

    public static GeneratedFile Write(CompiledModel compiled) => TargetFile.Write(
        new KernelSet(compiled), Target, (code, kernel) => new ScalarKernel(kernel).Write(code));
}
