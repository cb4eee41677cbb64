using Xunit;

namespace Sgl.Tests.Backends;

/// <summary>Every operation against plain C#, number by number, on any backend.</summary>
public abstract partial class BackendSuite
{
    private const int Rows = 37;
    private const int Columns = 13;
    private const int Length = Rows * Columns;

    private static readonly float[] Special =
        [0f, -0f, 1f, -1f, 0.5f, 1.5f, 2.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-40f, float.MaxValue, 80f];

    private protected abstract Backend On { get; }

    private static float[] X => [.. Special, .. Bits.Random(Length - Special.Length, 1, -4, 4)];

    private static float[] Y => [.. Bits.Random(Length - Special.Length, 2, -4, 4), .. Special];

    [Fact]
    public void Functions_of_two_numbers()
    {
        Check((x, y, into) => On.Add(x, y, into), (x, y) => x + y);
        Check((x, y, into) => On.Subtract(x, y, into), (x, y) => x - y);
        Check((x, y, into) => On.Multiply(x, y, into), (x, y) => x * y);
        Check((x, y, into) => On.Divide(x, y, into), (x, y) => x / y);
        Check((x, y, into) => On.Min(x, y, into), MathF.Min);
        Check((x, y, into) => On.Max(x, y, into), MathF.Max);
        Check((x, y, into) => On.Greater(x, y, into), (x, y) => x > y ? 1f : 0f);
    }

    [Fact]
    public void Functions_of_one_number()
    {
        Check((x, into) => On.Copy(x, into), x => x);
        Check((x, into) => On.Abs(x, into), MathF.Abs);
        Check((x, into) => On.Sqrt(x, into), MathF.Sqrt);
        Check((x, into) => On.Exp(x, into), SpikeMath.Exp);
        Check((x, into) => On.Log(x, into), SpikeMath.Log);
        Check((x, into) => On.Sigmoid(x, into), SpikeMath.Sigmoid);
        Check((x, into) => On.Round(x, into), x => MathF.Round(x));
    }

    [Fact]
    public void Signs_bounds_and_scaled_sums()
    {
        View<float> x = On.Of<float>(X), y = On.Of<float>(Y), into = On.Of<float>(new float[Length]);
        On.Sign(x, into);
        Same([.. X.Select(value => value > 0 ? 1f : value < 0 ? -1f : 0f)], On.Read(into));
        On.Clamp(x, -0.5f, 2f, into);
        Same([.. X.Select(value => Math.Clamp(value, -0.5f, 2f))], On.Read(into));
        On.Clamp(x, 0f, float.PositiveInfinity, x);
        Same([.. X.Select(value => Math.Clamp(value, 0f, float.PositiveInfinity))], On.Read(x));
        float[] expected = [.. X.Select((value, i) => Math.Clamp(value, 0f, float.PositiveInfinity) + 0.3f * Y[i])];
        On.AddScaled(y, 0.3f, x);
        Same(expected, On.Read(x));
        Assert.Throws<ArgumentException>(() => On.Clamp(x, 1f, 0f, x));
        Assert.Throws<ArgumentException>(() => On.AddScaled(x.Slice(0, 3), 1f, y));
    }

    [Fact]
    public void A_shorter_view_is_repeated_and_a_number_fills()
    {
        View<float> x = On.Of<float>(X), row = On.Of<float>(Y[..Columns]), one = On.Of(3f);
        View<float> into = On.Of<float>(new float[Length]);
        On.Subtract(x, row, into);
        Same([.. X.Select((value, i) => value - Y[i % Columns])], On.Read(into));
        On.Subtract(row, x, x);
        Same([.. X.Select((value, i) => Y[i % Columns] - value)], On.Read(x));
        On.Divide(one, row, into);
        Same([.. X.Select((_, i) => 3f / Y[i % Columns])], On.Read(into));
        On.Divide(2f, one, one);
        Same([2f / 3f], On.Read(one));
        On.Subtract(1f, one, into);
        Same([.. Enumerable.Repeat(1f - 2f / 3f, Length)], On.Read(into));
        On.Exp(2f, into);
        Same([.. Enumerable.Repeat(SpikeMath.Exp(2f), Length)], On.Read(into));
        On.Fill(5f, into.Slice(1, Length - 2));
        Same([SpikeMath.Exp(2f), .. Enumerable.Repeat(5f, Length - 2), SpikeMath.Exp(2f)], On.Read(into));
        Assert.Contains("no multiple", Assert.Throws<ArgumentException>(() => On.Add(x.Slice(0, 5), 1f, into)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => On.Add(x, 1f, into.Slice(0, 5)));
        On.Add(default(View<float>), 1f, default); // nothing
    }

    /// <summary>More than one thread's block, and more than the columns of a sum.</summary>
    [Fact]
    public void Many_numbers()
    {
        const int Many = 50_003;
        float[] values = Bits.Random(Many, 3);
        View<float> x = On.Of<float>(values), row = On.Of<float>(values[..7]), into = On.Of<float>(new float[Many]), sum = On.Of(0f);
        On.Sum(x, sum);
        var columns = new float[1024];
        for (int i = 0; i < Many; i++) columns[i % 1024] += values[i];
        float expected = 0f;
        foreach (float column in columns) expected += column;
        Same([expected], On.Read(sum));
        Assert.Equal(values.Sum(value => (double)value), On.Read(sum)[0], 0.02);
        On.Multiply(x.Slice(0, 49_994), row, into.Slice(0, 49_994));
        Same([.. values[..49_994].Select((value, i) => value * values[i % 7])], On.Read(into.Slice(0, 49_994)));
    }

    [Fact]
    public void Rows_are_summed_searched_and_repeated()
    {
        View<float> rows = On.Of<float>(X), sum = On.Of<float>(Y[..Columns]), each = On.Of<float>(new float[Rows]);
        foreach (bool lastFirst in new[] { false, true })
        {
            float[] expected = On.Read(sum);
            IEnumerable<int> order = Enumerable.Range(0, Rows);
            foreach (int row in lastFirst ? order.Reverse() : order)
                for (int c = 0; c < Columns; c++) expected[c] += X[row * Columns + c];
            On.AddRows(rows, sum, lastFirst);
            Same(expected, On.Read(sum));
        }

        On.SumOfRows(rows, sum);
        Same([.. Enumerable.Range(0, Columns).Select(c => Enumerable.Range(0, Rows).Aggregate(0f, (total, r) => total + X[r * Columns + c]))], On.Read(sum));
        On.SumWithinRows(rows, each);
        Same([.. Row().Select(row => row.Aggregate(0f, (total, value) => total + value))], On.Read(each));
        On.MaxWithinRows(rows, each);
        Same([.. Row().Select(row => row.Aggregate(MathF.Max))], On.Read(each));
        On.RepeatEach(each, rows);
        Same([.. Row().SelectMany(row => Enumerable.Repeat(row.Aggregate(MathF.Max), Columns))], On.Read(rows));
        Assert.Throws<ArgumentException>(() => On.SumWithinRows(rows, each.Slice(0, 5)));
        Assert.Throws<ArgumentException>(() => On.AddRows(rows, each.Slice(0, 5)));

        static IEnumerable<float[]> Row() => X.Chunk(Columns);
    }

    [Fact]
    public void Columns_are_copied_and_rows_repeated()
    {
        float[] wide = [.. Enumerable.Repeat(-1f, Rows * (Columns + 3))];
        View<float> from = On.Of<float>(X), row = On.Of<float>(Y[..Columns]), into = On.Of<float>(wide);
        On.CopyColumns(new Columns(from, Columns, First: 1), new Columns(into, Columns + 3, First: 2), 2);
        On.CopyColumns(new Columns(row, Columns), new Columns(into, Columns + 3, First: Columns + 2), 1);
        for (int r = 0; r < Rows; r++)
        {
            int first = r * (Columns + 3);
            (wide[first + 2], wide[first + 3]) = (X[r * Columns + 1], X[r * Columns + 2]);
            wide[first + Columns + 2] = Y[0];
        }

        Same(wide, On.Read(into));
        Assert.Contains(
            "columns 1 to",
            Assert.Throws<ArgumentException>(() =>
                On.CopyColumns(new Columns(from, Columns, First: 1), new Columns(into, Columns + 3), Columns)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => On.CopyColumns(new Columns(from.Slice(0, 5), Columns), new Columns(into, Columns + 3), 1));
        Assert.Throws<ArgumentException>(() => On.CopyColumns(new Columns(from, Columns), new Columns(row, Columns), 1));
    }

    [Fact]
    public void Scratch_memory_is_lent_once_until_it_is_given_back()
    {
        View<float> first;
        using (On.Lend())
        {
            first = On.Scratch(5);
            On.Fill(1f, first);
            On.Fill(2f, On.Scratch(9));
            using (On.Lend()) On.Fill(3f, On.Scratch(9));
            On.Fill(4f, On.Scratch(9));
            Same([1f, 1f, 1f, 1f, 1f], On.Read(first));
        }

        using (On.Lend()) On.Fill(5f, On.Scratch(5));
        Same([5f, 5f, 5f, 5f, 5f], On.Read(first));
        Assert.Throws<ArgumentOutOfRangeException>(() => On.Scratch(-1));
    }

    // Which NaN it is, a device decides.
    private static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        float[] first = expected.ToArray(), second = actual.ToArray();
        foreach (float[] values in new[] { first, second })
            for (int i = 0; i < values.Length; i++) values[i] = float.IsNaN(values[i]) ? float.NaN : values[i];
        Bits.Same(first, second);
    }

    private void Check(Action<Term, Term, View<float>> operation, Func<float, float, float> expected)
    {
        View<float> x = On.Of<float>(X), y = On.Of<float>(Y), into = On.Of<float>(new float[Length]);
        operation(x, y, into);
        Same([.. X.Select((value, i) => expected(value, Y[i]))], On.Read(into));
        operation(x, 0.7f, into);
        Same([.. X.Select(value => expected(value, 0.7f))], On.Read(into));
        operation(x, y, y);
        Same([.. X.Select((value, i) => expected(value, Y[i]))], On.Read(y));
        operation(-0.7f, x, x);
        Same([.. X.Select(value => expected(-0.7f, value))], On.Read(x));
    }

    private void Check(Action<Term, View<float>> operation, Func<float, float> expected)
    {
        View<float> x = On.Of<float>(X), into = On.Of<float>(new float[Length]);
        operation(x, into);
        Same([.. X.Select(expected)], On.Read(into));
        operation(x, x);
        Same([.. X.Select(expected)], On.Read(x));
    }
}

/// <summary>On the processor.</summary>
public sealed class CpuBackendTests : BackendSuite
{
    private protected override Backend On { get; } = new CpuBackend(new Workers(threads: 3));
}

/// <summary>On ILGPU's CPU accelerator.</summary>
[Collection(nameof(Devices.CpuAcceleratorGroup))]
public sealed class CpuAcceleratorBackendTests(Devices.CpuAcceleratorDevice accelerator) : BackendSuite
{
    private protected override Backend On { get; } = BackendNumbers.On(accelerator.Device);
}

/// <summary>As OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(Devices.OpenClGroup))]
public sealed class OpenClBackendTests(Devices.OpenClDevice device) : BackendSuite
{
    private protected override Backend On { get; } = BackendNumbers.On(device.Require());
}
