using System.Text.Json;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Benchmarks;

/// <summary>The benchmarks of a graphics card, at tiny sizes on ILGPU's CPU accelerator: all but their times.</summary>
[Slow(15)]
public sealed class GpuBenchTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sgl-{Guid.NewGuid():N}");

    [Fact]
    public async Task Compares_first_and_writes_what_it_measured()
    {
        ProgramRun run = await Sample.Run("Sgl.Bench", "gpu", "--device", "ilgpu-cpu", "--out", _folder);
        Assert.True(run.ExitCode == 0, string.Join('\n', run.Errors));
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Path.Combine(_folder, "gpu.json"), TestContext.Current.CancellationToken));
        JsonElement[] items = [.. file.RootElement.EnumerateArray()];
        Assert.Equal(
            ["lif-vs-device-copy", "mlp-constant-gpu-vs-cpu", "mlp-poisson-gpu-vs-cpu"],
            items.Select(item => item.GetProperty("name").GetString()));
        Assert.Equal("T = 100, N = 256", items[0].GetProperty("size").GetString());
        foreach (JsonElement item in items)
        {
            double Number(string name) => item.GetProperty(name).GetDouble();

            Assert.Equal(Number("other_ms") / Number("ours_ms"), Number("ratio"), 1e-9 * Number("ratio"));
            Assert.True(Number("floor_ms") > 0);
            Assert.Contains("CPUAccelerator", item.GetProperty("device").GetString()!, StringComparison.Ordinal);
            Assert.Matches(@"^\d{4}-\d\d-\d\d$", item.GetProperty("date").GetString()!);
        }
    }

    [Fact]
    public async Task Names_a_device_that_it_does_not_know()
    {
        ProgramRun run = await Sample.Run("Sgl.Bench", "gpu", "--device", "tpu", "--out", _folder);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--device must be one of gpu, cuda, opencl, ilgpu-cpu, not 'tpu'.", run.Errors);
        Assert.False(Directory.Exists(_folder));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
