using System.Numerics.Tensors;

namespace Sgl;

/// <content>Element by element.</content>
internal partial class CpuBackend
{
    // y is no operand of a function of one number.
    private delegate void Function(Operand x, Operand y, Span<float> into);

    internal override void MapCore(ElementFunction function, Term x, Term y, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (function: Of(function), x, y, into: into.Memory), static (job, start, length) =>
            Map(job.function, job.x, job.y, start, job.into.Span.Slice(start, length), job.into.Length));

    internal override void AddScaledCore(View<float> x, float factor, View<float> into) => Workers.RunBlocks(
        (int)into.Length, Block, (x: x.Memory, factor, into: into.Memory), static (job, start, length) =>
        {
            Span<float> target = job.into.Span.Slice(start, length);
            TensorPrimitives.MultiplyAdd(job.x.Span.Slice(start, length), job.factor, target, target);
        });

    private static Function Of(ElementFunction function) => function switch
    {
        ElementFunction.Copy => static (x, _, into) => Passes.Copy(x, into),
        ElementFunction.Add => Passes.Add,
        ElementFunction.Subtract => Passes.Subtract,
        ElementFunction.Multiply => Passes.Multiply,
        ElementFunction.Divide => Passes.Divide,
        ElementFunction.Min => Passes.Min,
        ElementFunction.Max => Passes.Max,
        ElementFunction.AtLeast => static (x, y, into) => Each(x, y, into, static (x, y) => x < y ? y : x),
        ElementFunction.AtMost => static (x, y, into) => Each(x, y, into, static (x, y) => x > y ? y : x),
        ElementFunction.Greater => Passes.Greater,
        ElementFunction.Abs => static (x, _, into) => Passes.Abs(x, into),
        ElementFunction.Sqrt => static (x, _, into) => Passes.Sqrt(x, into),
        ElementFunction.Exp => static (x, y, into) => Each(x, y, into, static (x, _) => SpikeMath.Exp(x)),
        ElementFunction.Log => static (x, y, into) => Each(x, y, into, static (x, _) => SpikeMath.Log(x)),
        ElementFunction.Sigmoid => static (x, y, into) => Each(x, y, into, static (x, _) => SpikeMath.Sigmoid(x)),
        ElementFunction.Round => static (x, _, into) => Passes.Round(x, into),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
    };

    // Some elements of the result; what is repeated is read from where it begins anew.
    private static void Map(Function function, Term x, Term y, int start, Span<float> into, int length)
    {
        if (IsOneNumber(x) && IsOneNumber(y))
        {
            // A pass needs a row; the numbers are read first, for they may be where the result goes.
            (float first, float second) = (NumberOf(x), NumberOf(y));
            into.Fill(first);
            function(into, second, into);
            return;
        }

        for (int at = 0; at < into.Length;)
        {
            int count = Count(x, start + at, Count(y, start + at, into.Length - at, length), length);
            function(At(x, start + at, count), At(y, start + at, count), into.Slice(at, count));
            at += count;
        }
    }

    // How many of so many elements come before a view begins anew.
    private static int Count(Term term, int start, int count, int length)
    {
        if (IsOneNumber(term) || term.View.Length == length) return count;
        int period = (int)term.View.Length;
        return Math.Min(count, period - start % period);
    }

    private static Operand At(Term term, int start, int count)
    {
        if (IsOneNumber(term)) return NumberOf(term);
        ReadOnlySpan<float> view = term.View.Memory.Span;
        return view.Slice(start % view.Length, count);
    }

    private static bool IsOneNumber(Term term) => term.IsNumber || term.View.Length == 1;

    private static float NumberOf(Term term) => term.IsNumber ? term.Number : term.View.Memory.Span[0];

    private static void Each(Operand x, Operand y, Span<float> into, Func<float, float, float> function)
    {
        if (y.IsRow)
            for (int i = 0; i < into.Length; i++) into[i] = function(x.Row[i], y.Row[i]);
        else
            for (int i = 0; i < into.Length; i++) into[i] = function(x.Row[i], y.Number);
    }
}
