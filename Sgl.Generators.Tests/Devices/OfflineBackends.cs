using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Sgl.Tests.Devices;

/// <summary>What ILGPU's backends make of a kernel, for which no device is needed.</summary>
public sealed class OfflineBackends : IDisposable
{
    private readonly Context _context;
    private readonly PTXBackend _ptx;
    private readonly CLBackend _openCl;

    public OfflineBackends()
    {
        _context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2).WithMultiplyAdd());
        _ptx = new PTXBackend(_context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_78, null!);
        _openCl = new CLBackend(
            _context,
            new CLCapabilityContext(float16: false, float64: true, genericAddressSpace: true, int64_Atomics: true, subGroups: false),
            CLDeviceVendor.Other,
            CLCVersion.CL30);
    }

    /// <summary>The assembly for CUDA.</summary>
    public string Ptx(MethodInfo kernel) => ((PTXCompiledKernel)Compile(_ptx, kernel)).PTXAssembly;

    /// <summary>The source for OpenCL.</summary>
    public string OpenCl(MethodInfo kernel) => ((CLCompiledKernel)Compile(_openCl, kernel)).Source;

    public void Dispose()
    {
        _openCl.Dispose();
        _ptx.Dispose();
        _context.Dispose();
    }

    private CompiledKernel Compile(ILGPU.Backends.Backend backend, MethodInfo kernel)
    {
        bool isGrouped = kernel.GetParameters()[0].ParameterType != typeof(Index1D);
        EntryPointDescription entry = isGrouped
            ? EntryPointDescription.FromExplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromImplicitlyGroupedKernel(kernel);
        try
        {
            return backend.Compile(entry, KernelSpecialization.Empty);
        }
        catch
        {
            // What was left half compiled would fail all kernels after it.
            _context.ClearCache(ClearCacheMode.Everything);
            throw;
        }
    }
}
