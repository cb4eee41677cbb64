using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <summary>
/// NVIDIA's cuBLAS. It knows matrices column after column, which is how a transposed one lies: C row-major = A·B is
/// Cᵀ column-major = Bᵀ·Aᵀ. What it does not take, another product does.
/// </summary>
internal sealed class CublasProduct : IDeviceProduct, IDisposable
{
    private readonly CuBlas _blas;
    private readonly IDeviceProduct _other;

    private CublasProduct(CuBlas blas, IDeviceProduct other) => (_blas, _other) = (blas, other);

    public bool HasOwnOrder => true;

    /// <summary>Null where the library is not installed.</summary>
    public static CublasProduct? Load(CudaAccelerator accelerator, IDeviceProduct other)
    {
        try
        {
            return new CublasProduct(new CuBlas(accelerator) { Stream = (CudaStream)accelerator.DefaultStream }, other);
        }
        catch (DllNotFoundException)
        {
            return null;
        }
    }

    public override string ToString() => $"cuBLAS {_blas.Version}";

    public void Multiply(DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, bool accumulate)
    {
        if (a.Columns == 0 || !TryDescribe(a, out CuBlasOperation left, out int leftStride)
            || !TryDescribe(b, out CuBlasOperation right, out int rightStride))
        {
            _other.Multiply(a, b, c, accumulate);
            return;
        }

        _blas.Gemm(
            right, left, b.Columns, a.Rows, a.Columns,
            1f, b.Data.SubView(b.Offset), rightStride, a.Data.SubView(a.Offset), leftStride,
            accumulate ? 1f : 0f, c, b.Columns);
    }

    public void Dispose() => _blas.Dispose();

    // Whether the matrix lies row after row or column after column, and how far apart these are.
    private static bool TryDescribe(DeviceMatrix matrix, out CuBlasOperation operation, out int stride)
    {
        bool isRowMajor = IsContiguous(matrix.Columns, matrix.ColumnStride);
        DeviceMatrix rows = isRowMajor ? matrix : matrix.Transpose();
        operation = isRowMajor ? CuBlasOperation.NonTranspose : CuBlasOperation.Transpose;
        stride = rows.Rows == 1 ? rows.Columns : rows.RowStride;
        return IsContiguous(rows.Columns, rows.ColumnStride) && stride >= rows.Columns;
    }

    private static bool IsContiguous(int length, int stride) => length == 1 || stride == 1;
}
