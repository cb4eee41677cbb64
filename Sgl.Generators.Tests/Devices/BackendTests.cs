using System.Text.RegularExpressions;
using Sgl.Generators.Emission;
using Sgl.Generators.Functions;
using Sgl.Generators.Ir;
using Sgl.Tests.Engines;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>
/// What ILGPU's backends make of the kernels, read: nothing contracts what is strict, nothing is approximated, and the
/// loop over time stays a loop.
/// </summary>
[Slow(10)]
public sealed partial class BackendTests(OfflineBackends backends) : IClassFixture<OfflineBackends>
{
    public static TheoryData<string, string> Models => Catalogue.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_compiles_for_Cuda_and_OpenCl(string file, string name) => Holds(TestModel.Of(file, name));

    /// <summary>All rows of the table: a function without a form for a GPU would be one that has no test here.</summary>
    [Fact]
    public void Every_function_compiles_for_Cuda_and_OpenCl()
    {
        foreach (bool isFast in new[] { false, true })
        {
            string models = string.Concat(FunctionTable.All.Select(function => Model(function, isFast)));
            string[] names = [.. FunctionTable.All.Select(function => $"Of{function.Name}")];
            foreach (TestModel model in TestModel.FromText(BuildProperties.None, models, names)) Holds(model);
        }

        static string Model(Function function, bool isFast)
        {
            IEnumerable<string> arguments = Enumerable.Range(0, function.Arity)
                .Select(i => i == function.ConstantArgument ? "1.7f" : $"x{i}");
            string spelling = function.Spellings[^1];
            return $$"""
                [Surrogate(Kind.ATan{{(isFast ? ", FastMath = true" : "")}})]
                public partial class Of{{function.Name}}
                {
                    [State] private float v;
                    public float Step({{string.Join(", ", Enumerable.Range(0, function.Arity).Select(i => $"float x{i}"))}})
                    {
                        v = 0.5f * v + {{spelling}}({{string.Join(", ", arguments)}});
                        return Spike(v);
                    }
                }

                """;
        }
    }

    private void Holds(TestModel model) => Holds(model, backends);

    internal static void Holds(TestModel model, OfflineBackends backends)
    {
        DeviceKernels kernels = model.Kernels.Device!;
        Assert.Contains("kernel void", backends.OpenCl(kernels.Elsewhere.Forward.Method), StringComparison.Ordinal);
        Assert.Contains("kernel void", backends.OpenCl(kernels.Elsewhere.Backward.Method), StringComparison.Ordinal);
        string text = GpuFile.Write(model.Compiled).Text;
        foreach (Delegate kernel in new Delegate[] { kernels.OnCuda.Forward, kernels.OnCuda.Backward })
        {
            string ptx = backends.Ptx(kernel.Method);
            Assert.DoesNotContain(".extern", ptx, StringComparison.Ordinal);
            Assert.DoesNotContain(".f64", ptx, StringComparison.Ordinal);
            Assert.DoesNotContain(".approx", ptx, StringComparison.Ordinal);
            Assert.InRange(GlobalLoads().Count(ptx), 0, LoadsIn(text, kernel.Method.Name));
            if (!model.Model.FastMath) HoldsForStrict(ptx, text);
        }
    }

    private static void HoldsForStrict(string ptx, string text)
    {
        Assert.Empty(Contractible().Matches(ptx));
        if (!text.Contains(nameof(Op.FusedMultiplyAdd), StringComparison.Ordinal)) Assert.Empty(MultiplyAdd().Matches(ptx));
    }

    /// <summary>How often a kernel's text reads memory: an unrolled loop would read it more often.</summary>
    private static int LoadsIn(string text, string kernel)
    {
        int backward = text.IndexOf("static void Backward(", StringComparison.Ordinal);
        string methods = kernel == "Forward" ? text[..backward] : text[backward..];
        return Load().Count(methods);
    }

    [GeneratedRegex(@"\b(add|sub|mul)\.(ftz\.)?f32")]
    private static partial Regex Contractible();

    [GeneratedRegex(@"\b(fma|mad)\.\w+\.f32")]
    private static partial Regex MultiplyAdd();

    [GeneratedRegex(@"\bld\.global")]
    private static partial Regex GlobalLoads();

    [GeneratedRegex(@"\.Load(OrZero)?\(|SharedParameters\[")]
    private static partial Regex Load();
}
