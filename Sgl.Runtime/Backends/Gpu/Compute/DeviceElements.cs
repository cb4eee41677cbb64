using ILGPU;

namespace Sgl;

/// <summary>Functions of each element on a device, with the bits of the processor's.</summary>
internal sealed class DeviceElements(KernelLauncher launcher)
{
    /// <summary>Computes a function of each element, <see cref="Backend.MapCore"/>.</summary>
    public void Map(ElementFunction function, DeviceTerm x, DeviceTerm y, ArrayView<float> into)
    {
        var elements = Spread.Over(into.Length);
        launcher.Run(KernelOf(function), elements.Threads, new Arguments(elements, x, y, into));
    }

    /// <summary>Adds a multiple of one view to another, <see cref="Backend.AddScaled"/>.</summary>
    public void AddScaled(ArrayView<float> x, float factor, ArrayView<float> into)
    {
        var elements = Spread.Over(into.Length);
        launcher.Run(AddScaledKernel, elements.Threads, new AddScaledArguments(elements, x, factor, into));
    }

    private static Action<Index1D, Arguments> KernelOf(ElementFunction function) => function switch
    {
        ElementFunction.Copy => Kernel<CopyFunction>,
        ElementFunction.Add => Kernel<AddFunction>,
        ElementFunction.Subtract => Kernel<SubtractFunction>,
        ElementFunction.Multiply => Kernel<MultiplyFunction>,
        ElementFunction.Divide => Kernel<DivideFunction>,
        ElementFunction.Min => Kernel<MinFunction>,
        ElementFunction.Max => Kernel<MaxFunction>,
        ElementFunction.AtLeast => Kernel<AtLeastFunction>,
        ElementFunction.AtMost => Kernel<AtMostFunction>,
        ElementFunction.Greater => Kernel<GreaterFunction>,
        ElementFunction.Abs => Kernel<AbsFunction>,
        ElementFunction.Sqrt => Kernel<SqrtFunction>,
        ElementFunction.Exp => Kernel<ExpFunction>,
        ElementFunction.Log => Kernel<LogFunction>,
        ElementFunction.Sigmoid => Kernel<SigmoidFunction>,
        ElementFunction.Round => Kernel<RoundFunction>,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
    };

    private static void Kernel<TFunction>(Index1D thread, Arguments arguments)
        where TFunction : struct, IFunction
    {
        (Spread elements, DeviceTerm x, DeviceTerm y, ArrayView<float> into) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
            into[at] = (float)TFunction.Of(x.At(at, elements.Count), y.At(at, elements.Count));
    }

    private static void AddScaledKernel(Index1D thread, AddScaledArguments arguments)
    {
        (Spread elements, ArrayView<float> x, float factor, ArrayView<float> into) = arguments;
        for (long at = thread; at < elements.Count; at += elements.Threads)
            into[at] = (float)((StrictFloat)x[at] * factor + into[at]);
    }

    internal interface IFunction
    {
        static abstract StrictFloat Of(StrictFloat x, StrictFloat y);
    }

    internal readonly record struct Arguments(Spread Elements, DeviceTerm X, DeviceTerm Y, ArrayView<float> Into);

    internal readonly record struct AddScaledArguments(Spread Elements, ArrayView<float> X, float Factor, ArrayView<float> Into);

    private readonly struct CopyFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x;
    }

    private readonly struct AddFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x + y;
    }

    private readonly struct SubtractFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x - y;
    }

    private readonly struct MultiplyFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x * y;
    }

    private readonly struct DivideFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x / y;
    }

    private readonly struct MinFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => DeviceMath.Min(x, y);
    }

    private readonly struct MaxFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => DeviceMath.Max(x, y);
    }

    private readonly struct AtLeastFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x < y ? y : x;
    }

    private readonly struct AtMostFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x > y ? y : x;
    }

    private readonly struct GreaterFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => x > y ? 1f : 0f;
    }

    private readonly struct AbsFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => DeviceMath.Abs(x);
    }

    private readonly struct SqrtFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => DeviceMath.Sqrt(x);
    }

    private readonly struct ExpFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => StrictMath.Exp(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => StrictMath.Log(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => StrictMath.Sigmoid(x);
    }

    private readonly struct RoundFunction : IFunction
    {
        public static StrictFloat Of(StrictFloat x, StrictFloat y) => DeviceMath.Round(x);
    }
}

/// <summary>A <see cref="Term"/> as kernels take it: a view, or a number where there is none.</summary>
internal readonly record struct DeviceTerm(ArrayView<float> Data, float Number)
{
    /// <summary>Its value for an element of a result of so many.</summary>
    public float At(long at, long count)
    {
        if (Data.Length == 0) return Number;
        return Data[Data.Length == count ? at : Place.Of(at, (int)Data.Length).Column];
    }
}
