using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime.OpenCL;
using Xunit;

namespace Sgl.Tests.Devices;

/// <summary>Tests on PoCL share one device, so that a kernel is compiled once, and use it one after another.</summary>
[CollectionDefinition(nameof(OpenClGroup))]
public sealed class OpenClGroup : ICollectionFixture<OpenClDevice>;

/// <summary>
/// A processor as OpenCL's PoCL sees it, where a system has that: what a backend of ILGPU makes of a kernel runs without
/// a graphics card.
/// </summary>
public sealed class OpenClDevice : IDisposable
{
    static OpenClDevice()
    {
        NativeLibraries.AddNames();

        // PoCL before 4 knows no generic address space, whose keyword ILGPU writes; on a processor there is only one.
        if (OperatingSystem.IsLinux()) SetVariable("POCL_EXTRA_BUILD_FLAGS", "-D__generic=__global");
    }

    public OpenClDevice()
    {
        if (!NativeLibrary.TryLoad("libOpenCL.so.1", out _)) return;
        Context context = Ask();
        if (context.GetCLDevices().Count > 0) Found = new GpuDevice(context, context.CreateCLAccelerator(0));
        else context.Dispose();
    }

    /// <summary>The device; null where there is none.</summary>
    internal GpuDevice? Found { get; }

    public void Dispose() => Found?.Dispose();

    /// <summary>The device; skips the test where there is none.</summary>
    internal GpuDevice Require()
    {
        Assert.SkipWhen(Found is null, "There is no OpenCL with a CPU device, such as PoCL.");
        return Found;
    }

    private static Context Ask()
    {
        lock (DeviceSearch.Asking) return Context.Create(builder => builder.OpenCL(Accept).Optimize(OptimizationLevel.O2).Profiling().WithMultiplyAdd());
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
