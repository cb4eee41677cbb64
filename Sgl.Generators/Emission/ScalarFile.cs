using Sgl.Generators.Functions;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>Writes the kernels neuron by neuron: plain loops over plain numbers, to read and to compare with.</summary>
internal static class ScalarFile
{
    public static readonly Target Target = new("Scalar", "neuron by neuron", IsTiled: true);

    public static GeneratedFile Write(CompiledModel compiled)
    {
        var names = new KernelNames(compiled);
        TileKernel[] kernels = [new ForwardKernel(compiled, names), new BackwardKernel(compiled, names)];
        return TargetFile.Write(compiled, Target, kernels, code =>
        {
            for (int k = 0; k < kernels.Length; k++)
            {
                if (k > 0) code.Line();
                new ScalarKernel(kernels[k]).Write(code);
            }

            foreach (Function function in CalledFunctions.Of(compiled))
            {
                code.Line();
                LaneFunction math = LaneFunction.OfMath(function, compiled.Model.FastMath);
                math.Write(code, [], new ScalarExpressions(math.Graph));
            }
        });
    }
}
