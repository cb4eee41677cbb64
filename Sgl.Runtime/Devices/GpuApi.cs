namespace Sgl;

/// <summary>Through which interface a <see cref="Device"/> is reached.</summary>
public enum GpuApi
{
    /// <summary>CUDA where it finds a device, else OpenCL. Never the processor.</summary>
    Any,

    /// <summary>A GPU of NVIDIA, by its driver.</summary>
    Cuda,

    /// <summary>A device of OpenCL 2.0 or later with a generic address space.</summary>
    OpenCl,

    /// <summary>
    /// The kernels for GPUs on ILGPU's CPU accelerator, to test or to debug them: several times slower than
    /// <see cref="Device.Cpu"/>, on every machine.
    /// </summary>
    IlgpuCpu,
}
