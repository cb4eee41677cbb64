using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Sgl;

/// <summary>
/// The product of two float32 matrices on a device, of any strides, as <see cref="MatrixProduct"/> is on the processor:
/// by cuBLAS on a CUDA device where it is installed, by tiles in shared memory on other graphics cards, else plainly.
/// </summary>
/// <remarks>
/// The two kernels make every element one chain along k, as the product in C# does, and the plain one has its bits where
/// the processor fuses multiply-adds. Tiles fuse where the device's assembler does, as CUDA's; elsewhere they round
/// products and sums each. The bits of cuBLAS are its own.
/// </remarks>
internal sealed class DeviceProduct : IDisposable
{
    private readonly IDeviceProduct _by;

    public DeviceProduct(KernelLauncher launcher)
        : this(Choose(launcher))
    {
    }

    public DeviceProduct(IDeviceProduct by) => _by = by;

    /// <summary>Who multiplies.</summary>
    public override string ToString() => _by.ToString()!;

    /// <summary>C = A·B, or C += A·B.</summary>
    /// <param name="a">A, [M, K].</param>
    /// <param name="b">B, [K, N].</param>
    /// <param name="c">C, [M, N] row-major and contiguous; must not overlap A or B.</param>
    /// <param name="accumulate">Whether to add to what C holds; else it is overwritten.</param>
    /// <param name="downwards">Whether to sum from the last k to the first, as far as who multiplies has an order.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix reaches beyond its data.</exception>
    public void Multiply(
        DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, bool accumulate = false, bool downwards = false)
    {
        a.RequireValid(nameof(a));
        b.RequireValid(nameof(b));
        if (a.Columns != b.Rows)
            throw new ArgumentException($"'a' has {a.Columns} columns, 'b' has {b.Rows} rows; they must be equal.");
        Lanes.RequireLength(c.Length, (long)a.Rows * b.Columns, nameof(c));
        if (c.Length == 0) return;
        if (downwards && !_by.HasOwnOrder) (a, b) = (a.ReverseColumns(), b.Transpose().ReverseColumns().Transpose());
        _by.Multiply(a, b, c, accumulate);
    }

    public void Dispose() => (_by as IDisposable)?.Dispose();

    private static IDeviceProduct Choose(KernelLauncher launcher)
    {
        Accelerator accelerator = launcher.Accelerator;
        IDeviceProduct kernel = accelerator.AcceleratorType != AcceleratorType.CPU
            && accelerator.MaxNumThreadsPerGroup >= TiledDeviceProduct.GroupSize
                ? new TiledDeviceProduct(launcher)
                : new PlainDeviceProduct(launcher);
        return accelerator is CudaAccelerator cuda ? CublasProduct.Load(cuda, kernel) ?? kernel : kernel;
    }
}
