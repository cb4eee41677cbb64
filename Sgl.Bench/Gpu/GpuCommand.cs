using System.CommandLine;
using System.Globalization;

namespace Sgl.Bench;

/// <summary>The ratios of a graphics card, in a minute.</summary>
internal static class GpuCommand
{
    /// <summary>The first argument, which chooses it.</summary>
    public const string Name = "gpu";

    private const int NoDevice = 2;

    private static readonly Dictionary<string, GpuApi> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gpu"] = GpuApi.Any,
        ["cuda"] = GpuApi.Cuda,
        ["opencl"] = GpuApi.OpenCl,
        ["ilgpu-cpu"] = GpuApi.IlgpuCpu,
    };

    public static Command Create()
    {
        var device = new Option<string>("--device")
        {
            Description = "Gpu is CUDA or else OpenCL; ilgpu-cpu runs everything at tiny sizes, whose times mean nothing",
            HelpName = string.Join('|', Devices.Keys),
            DefaultValueFactory = _ => "gpu",
        };
        device.Validators.Add(result =>
        {
            string value = result.GetValueOrDefault<string>();
            if (!Devices.ContainsKey(value))
                result.AddError($"--device must be one of {string.Join(", ", Devices.Keys)}, not '{value}'.");
        });
        var output = new Option<string>("--out")
        {
            Description = "Folder that gpu.json is written to",
            HelpName = "DIR",
            DefaultValueFactory = _ => ResultFile.Folder,
        };
        var command = new Command(Name, "Times a graphics card against its memory and against the processor.") { device, output };
        command.SetAction(parsed => Run(Devices[parsed.GetRequiredValue(device)], parsed.GetRequiredValue(output)));
        return command;
    }

    private static int Run(GpuApi api, string folder)
    {
        try
        {
            using GpuDevice device = DeviceSearch.Open(api, index: 0);
            Measure(device, api == GpuApi.IlgpuCpu ? GpuSizes.Tiny : GpuSizes.Full, folder);
            return 0;
        }
        catch (DeviceNotFoundException missing)
        {
            Console.Error.WriteLine($"error: {missing.Message}");
            Console.Error.WriteLine("Install the card's driver; or see that everything runs, at tiny sizes: --device ilgpu-cpu");
            return NoDevice;
        }
    }

    private static void Measure(GpuDevice device, GpuSizes sizes, string folder)
    {
        Machine machine = DeviceMachine.Measure(device, sizes);
        var lines = new List<Line>();
        foreach (Entry entry in GpuRatios.On(device, sizes))
        {
            Console.Error.WriteLine(entry.Name);
            lines.Add(entry.Measure(machine));
        }

        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Report.Print($"{device} on {day}, which {machine}; its dense products by {device.Math.Products}, "
            + $"the processor's by {MatrixProduct.Backend}", lines);
        ResultFile.Write(folder, "gpu.json", [.. lines.OfType<Measured>()], device.Name, day);
    }
}
