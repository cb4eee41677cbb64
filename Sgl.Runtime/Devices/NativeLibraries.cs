using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace Sgl;

/// <summary>
/// The drivers' libraries under the names that systems without development packages have: ILGPU asks for the bare name,
/// which on Linux is part of those packages only.
/// </summary>
internal static class NativeLibraries
{
    private static readonly (string Name, string Installed)[] Versions = [("cuda", "libcuda.so.1"), ("OpenCL", "libOpenCL.so.1")];
    private static readonly Lock Adding = new();
    private static bool s_isAdded;

    /// <summary>Lets ILGPU find them.</summary>
    public static void AddNames()
    {
        // On WSL ILGPU brings a resolver of its own, and an assembly can have but one.
        if (!OperatingSystem.IsLinux() || IsWsl()) return;
        lock (Adding)
        {
            if (s_isAdded) return;
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
            s_isAdded = true;
        }
    }

    /// <summary>Which drivers a search needs and does not find.</summary>
    public static string Report(GpuApi api)
    {
        var missing = new List<string>();
        if (api is GpuApi.Any or GpuApi.Cuda && !Exists("cuda", "nvcuda")) missing.Add("CUDA driver");
        if (api is GpuApi.Any or GpuApi.OpenCl && !Exists("OpenCL", "OpenCL")) missing.Add("OpenCL loader");
        return missing.Count == 0 ? "The drivers are there." : $"Not installed: {string.Join(", ", missing)}.";
    }

    private static bool Exists(string name, string onWindows)
    {
        string[] names = OperatingSystem.IsWindows() ? [onWindows]
            : [name, .. Versions.Where(version => version.Name == name).Select(version => version.Installed)];
        return names.Any(candidate => NativeLibrary.TryLoad(candidate, typeof(Context).Assembly, null, out _));
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? installed = Array.Find(Versions, version => version.Name == name).Installed;
        return installed is not null && NativeLibrary.TryLoad(installed, assembly, path, out nint library) ? library : 0;
    }

    private static bool IsWsl() =>
        File.Exists("/proc/version") && File.ReadAllText("/proc/version").Contains("microsoft", StringComparison.OrdinalIgnoreCase);
}
