using Sgl.Generators.Functions;
using Sgl.Generators.Passes;

namespace Sgl.Generators.Emission;

/// <summary>Writes the kernels operation by operation: what fused kernels are measured against.</summary>
internal static class UnfusedFile
{
    public static readonly Target Target = new("Unfused", "operation by operation", IsTiled: false);

    public static GeneratedFile Write(CompiledModel compiled) => TargetFile.Write(
        new KernelSet(compiled),
        Target,
        (code, kernel) => new UnfusedKernel(kernel).Write(code),
        (code, function, math) =>
        {
            code.Line();
            Pass(function, math).Write(code, []);
        });

    /// <summary>A function that is a sequence of operations counts as one: it is computed in one pass.</summary>
    private static RowLoop Pass(Function function, LaneFunction math) => new(
        function.Name,
        $"A pass of {function.Name}.",
        math,
        [
            .. math.Arguments.Select(argument => math.Graph.Nodes[argument]).Select(input =>
                new RowSource(input.Name!, input.Slot != function.ConstantArgument, input.Type)),
        ],
        [new RowSink("result", RowStore.Assign)])
    {
        IsWide = true,
    };
}
