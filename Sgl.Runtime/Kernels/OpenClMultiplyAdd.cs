using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace Sgl;

/// <summary>
/// OpenCL's <c>fma</c>, which rounds once on every device and for which ILGPU has no method: a context must be told of it.
/// </summary>
internal static class OpenClMultiplyAdd
{
    /// <summary>x·y + z, rounded once.</summary>
    [IntrinsicImplementation]
    public static float Of(float x, float y, float z) => MathF.FusedMultiplyAdd(x, y, z);

    /// <summary>Lets a context compile <see cref="Of"/> for OpenCL.</summary>
    public static Context.Builder WithMultiplyAdd(this Context.Builder builder)
    {
        builder.GetIntrinsicManager().RegisterMethod(
            ((Func<float, float, float, float>)Of).Method,
            new CLIntrinsic(((CLIntrinsic.Handler)Write).Method, IntrinsicImplementationMode.GenerateCode));
        return builder;
    }

    private static void Write(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        var call = (MethodCall)value;
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(generator.Allocate(call));
        statement.AppendCommand("fma");
        statement.BeginArguments();
        for (int i = 0; i < 3; i++) statement.AppendArgument(generator.Load(call[i]));
        statement.EndArguments();
    }
}
