using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Sgl;

/// <summary>Finds the devices of a machine and opens one.</summary>
internal static class DeviceSearch
{
    /// <summary>Held while drivers are asked for their devices: not all bear several threads (PoCL 3.1 crashes at times).</summary>
    internal static readonly Lock Asking = new();

    /// <summary>As <see cref="Device.Gpu"/>.</summary>
    public static GpuDevice Open(GpuApi api, int index)
    {
        NativeLibraries.AddNames();
        var refused = new List<string>();
        Context context = Ask(api, refused);
        try
        {
            // A context that finds nothing else has ILGPU's CPU accelerator, which serves only those who name it.
            ILGPU.Runtime.Device[] found =
            [
                .. context.Devices
                    .Where(device => (device.AcceleratorType == AcceleratorType.CPU) == (api == GpuApi.IlgpuCpu))
                    .OrderBy(device => device.AcceleratorType != AcceleratorType.Cuda),
            ];
            if (index >= found.Length) throw new DeviceNotFoundException(Missing(api, index, found, refused));
            return new GpuDevice(context, found[index].CreateAccelerator(context));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static Context Ask(GpuApi api, List<string> refused)
    {
        lock (Asking) return Context.Create(builder => Search(builder.Optimize(OptimizationLevel.O2).Profiling().WithMultiplyAdd(), api, refused));
    }

    private static void Search(Context.Builder builder, GpuApi api, List<string> refused)
    {
        if (api is GpuApi.Any or GpuApi.Cuda) builder.Cuda();
        if (api is GpuApi.Any or GpuApi.OpenCl) builder.OpenCL(device => IsFit(device, refused));

        // Two threads are the smallest group that ILGPU emulates, and the quickest one.
        if (api == GpuApi.IlgpuCpu) builder.CPU(new CPUDevice(2, 1, Environment.ProcessorCount));
    }

    // What ILGPU asks of a device; asked here, so that a message can say what a device lacks.
    private static bool IsFit(CLDevice device, List<string> refused)
    {
        string? lack = device.CLStdVersion < CLCVersion.CL20 ? $"OpenCL C {device.CLStdVersion}, 2.0 is needed"
            : !device.Capabilities.GenericAddressSpace ? "no generic address space"
            : null;
        if (lack is not null) refused.Add($"{device.Name} ({lack})");
        return lack is null;
    }

    private static string Missing(
        GpuApi api, int index, ILGPU.Runtime.Device[] found, List<string> refused)
    {
        string wanted = api == GpuApi.Any ? "GPU" : $"{api} device";
        string there = found.Length == 0 ? "none" : string.Join(", ", found.Select(device => device.Name));
        string others = refused.Count == 0 ? "" : $" Unfit for OpenCL kernels: {string.Join(", ", refused)}.";
        return $"There is no {wanted} number {index}. Found: {there}.{others} {NativeLibraries.Report(api)} "
            + "Device.Cpu runs everywhere.";
    }
}
