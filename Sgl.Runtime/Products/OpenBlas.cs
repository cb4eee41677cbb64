using System.Runtime.InteropServices;

namespace Sgl;

/// <summary>
/// Products by an OpenBLAS that the system has. It runs on the calling thread only, on blocks that follow from the
/// shape, and <see cref="Workers"/> split the blocks: so a product has the same bits for any number of threads, and
/// never starts threads within a worker.
/// </summary>
/// <remarks>
/// A build with threads of its own has one number of them for the process. One for OpenMP asks OpenMP at every call, which
/// has a number for each thread that calls: it is set to 1 for the call, and back, for others use OpenMP too.
/// </remarks>
internal sealed class OpenBlas : IMatrixProduct
{
    // A block's factors are packed by the library each time: large enough that this is little of its work.
    private const int RowBlock = 512;
    private const int ColumnBlock = 512;

    // Of the C interface: values are in rows, and a factor is read as it is or transposed.
    private const int RowMajor = 101;
    private const int AsIs = 111;
    private const int Transposed = 112;

    // What openblas_get_parallel says of a build for OpenMP; 0 is none, 1 threads of its own.
    private const int ForOpenMp = 2;

    private readonly Sgemm _sgemm;
    private readonly string _build;
    private readonly GetNumber? _openMpThreads;
    private readonly SetThreads? _setOpenMpThreads;

    private OpenBlas(Sgemm sgemm, string build, GetNumber? openMpThreads, SetThreads? setOpenMpThreads) =>
        (_sgemm, _build, _openMpThreads, _setOpenMpThreads) = (sgemm, build, openMpThreads, setOpenMpThreads);

    // C = alpha · op(A) · op(B) + beta · C.
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k,
        float alpha, in float a, int strideA, in float b, int strideB, float beta, ref float c, int strideC);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetConfig();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetThreads(int threads);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetNumber();

    /// <summary>What the library is called on the systems that have it.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll", "openblas"];

    /// <summary>The first of the libraries that exists and has the calls needed here, or null.</summary>
    public static OpenBlas? Load(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, typeof(OpenBlas).Assembly, null, out nint library)) continue;
            if (Bind(library) is { } found) return found;
            NativeLibrary.Free(library);
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => _build;

    /// <inheritdoc/>
    public void Multiply(Matrix a, Matrix b, Memory<float> c, Workers workers, bool accumulate, bool downwards)
    {
        // The library has no order of its own to offer, and reads only matrices that are contiguous one way.
        if (downwards || a.Columns == 0 || !CanRead(a) || !CanRead(b))
        {
            MatrixProduct.Managed.Multiply(a, b, c, workers, accumulate, downwards);
            return;
        }

        int across = Packing.Panels(b.Columns, ColumnBlock);
        workers.Run(
            Packing.Panels(a.Rows, RowBlock) * across,
            (blas: this, a, b, c, across, accumulate),
            static (job, part) => job.blas.MultiplyBlock(
                job.a,
                job.b,
                part / job.across * RowBlock,
                part % job.across * ColumnBlock,
                job.c.Span,
                job.accumulate));
    }

    private static OpenBlas? Bind(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "cblas_sgemm", out nint sgemm)
            || !NativeLibrary.TryGetExport(library, "openblas_get_config", out nint config)
            || !NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint setThreads))
            return null;

        string build = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetConfig>(config)()) ?? "OpenBLAS";
        if (build.Contains("USE64BITINT", StringComparison.Ordinal)) return null; // takes sizes of 64 bits
        Marshal.GetDelegateForFunctionPointer<SetThreads>(setThreads)(1);
        var multiply = Marshal.GetDelegateForFunctionPointer<Sgemm>(sgemm);
        if (!NativeLibrary.TryGetExport(library, "openblas_get_parallel", out nint parallel)
            || Marshal.GetDelegateForFunctionPointer<GetNumber>(parallel)() != ForOpenMp)
            return new OpenBlas(multiply, build.Trim(), null, null);

        // Of the OpenMP that the library was linked with, and no other.
        if (!NativeLibrary.TryGetExport(library, "omp_get_max_threads", out nint openMpThreads)
            || !NativeLibrary.TryGetExport(library, "omp_set_num_threads", out nint setOpenMpThreads))
            return null;
        return new OpenBlas(
            multiply,
            build.Trim(),
            Marshal.GetDelegateForFunctionPointer<GetNumber>(openMpThreads),
            Marshal.GetDelegateForFunctionPointer<SetThreads>(setOpenMpThreads));
    }

    private static bool CanRead(Matrix x) => IsRowMajor(x) || IsRowMajor(x.Transpose());

    private static bool IsRowMajor(Matrix x) => x.ColumnStride == 1 && x.RowStride >= x.Columns;

    private static (int Transpose, int Stride) Layout(Matrix x) =>
        IsRowMajor(x) ? (AsIs, x.RowStride) : (Transposed, x.ColumnStride);

    private void MultiplyBlock(Matrix a, Matrix b, int row, int column, Span<float> c, bool accumulate)
    {
        (int transposeA, int strideA) = Layout(a);
        (int transposeB, int strideB) = Layout(b);
        int openMpThreads = _openMpThreads?.Invoke() ?? 1;
        if (openMpThreads != 1) _setOpenMpThreads!(1);
        _sgemm(
            RowMajor, transposeA, transposeB,
            Math.Min(RowBlock, a.Rows - row), Math.Min(ColumnBlock, b.Columns - column), a.Columns,
            1, in a.Data.Span[row * a.RowStride], strideA, in b.Data.Span[column * b.ColumnStride], strideB,
            accumulate ? 1 : 0, ref c[row * b.Columns + column], b.Columns);
        if (openMpThreads != 1) _setOpenMpThreads!(openMpThreads);
    }
}
