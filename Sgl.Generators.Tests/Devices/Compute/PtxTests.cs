using System.Reflection;
using Xunit;

namespace Sgl.Tests.Devices.Compute;

/// <summary>Every kernel of the runtime compiles for CUDA, calls nothing that is not there, and has doubles only where meant.</summary>
public sealed class PtxTests(OfflineBackends backends) : IClassFixture<OfflineBackends>
{
    public static TheoryData<string> Names => [.. Kernels.Keys];

    private static SortedDictionary<string, MethodInfo> Kernels { get; } = Find();

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiles(string name)
    {
        string text = backends.Ptx(Kernels[name]);
        Assert.DoesNotContain(".extern .func", text, StringComparison.Ordinal);
        Assert.Equal(name.Contains(nameof(DoubleSum), StringComparison.Ordinal), text.Contains(".f64", StringComparison.Ordinal));
    }

    // A kernel takes arguments of its own class.
    private static SortedDictionary<string, MethodInfo> Find()
    {
        var found = new SortedDictionary<string, MethodInfo>(StringComparer.Ordinal);
        foreach (Type type in typeof(KernelLauncher).Assembly.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Type? last = method.GetParameters().LastOrDefault()?.ParameterType;
                if (last?.DeclaringType != type || !last.Name.EndsWith("Arguments", StringComparison.Ordinal)) continue;
                if (!method.IsGenericMethod) found.Add($"{type.Name}.{method.Name}", method);
                else
                {
                    foreach (Type argument in Fitting(method))
                        found.Add($"{type.Name}.{method.Name}<{argument.Name}>", method.MakeGenericMethod(argument));
                }
            }
        }

        return found;
    }

    // The types of the runtime that a kernel may be made for: those that have the interface that it asks for.
    private static IEnumerable<Type> Fitting(MethodInfo method)
    {
        Type asked = method.GetGenericArguments()[0].GetGenericParameterConstraints().Single(constraint => constraint.IsInterface);
        return method.DeclaringType!.Assembly.GetTypes().Where(type =>
            type.IsValueType && type.GetInterfaces().Any(own => Definition(own) == Definition(asked)));

        static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }
}
