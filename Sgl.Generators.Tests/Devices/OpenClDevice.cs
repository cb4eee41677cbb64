using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace Sgl.Tests.Devices;

/// <summary>
/// A processor as OpenCL's PoCL sees it, where a system has that: what a backend of ILGPU makes of a kernel runs without
/// a graphics card.
/// </summary>
public sealed class OpenClDevice : IDisposable
{
    private readonly Context? _context;

    static OpenClDevice()
    {
        NativeLibraries.AddNames();

        // PoCL before 4 knows no generic address space, whose keyword ILGPU writes; on a processor there is only one.
        if (OperatingSystem.IsLinux()) SetVariable("POCL_EXTRA_BUILD_FLAGS", "-D__generic=__global");
    }

    public OpenClDevice()
    {
        if (!NativeLibrary.TryLoad("libOpenCL.so.1", out _)) return;
        _context = Context.Create(builder => builder.OpenCL(Accept).Optimize(OptimizationLevel.O2));
        if (_context.GetCLDevices().Count > 0) Accelerator = _context.CreateCLAccelerator(0);
    }

    /// <summary>The accelerator; null where there is none.</summary>
    internal Accelerator? Accelerator { get; }

    public void Dispose()
    {
        Accelerator?.Dispose();
        _context?.Dispose();
    }

    private static bool Accept(CLDevice device)
    {
        if (device.DeviceType != CLDeviceType.CL_DEVICE_TYPE_CPU) return false;
        if (!device.Capabilities.GenericAddressSpace)
            typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace))!
                .SetValue(device.Capabilities, true);
        return true;
    }

    /// <summary>Sets a variable where native code sees it, too, which <see cref="Environment"/> does not.</summary>
    private static void SetVariable(string name, string value)
    {
        nint address = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "setenv");
        _ = Marshal.GetDelegateForFunctionPointer<SetEnvironment>(address)(name, value, 1);
    }

    private delegate int SetEnvironment(string name, string value, int overwrites);
}
