using ILGPU.Runtime.OpenCL;
using Xunit;

namespace Sgl.Tests.Devices.Card;

/// <summary>A graphics card, CUDA's first; a processor that OpenCL presents as a device is none.</summary>
public sealed class CardDevice : IDisposable
{
    private readonly GpuDevice? _found;
    private readonly string _missing = "";

    public CardDevice()
    {
        try
        {
            for (int index = 0; _found is null; index++)
            {
                GpuDevice device = DeviceSearch.Open(GpuApi.Any, index);
                if (device.Accelerator is CLAccelerator { DeviceType: not CLDeviceType.CL_DEVICE_TYPE_GPU }) device.Dispose();
                else _found = device;
            }
        }
        catch (DeviceNotFoundException missing)
        {
            _missing = missing.Message;
        }
    }

    public void Dispose() => _found?.Dispose();

    /// <summary>The card; skips the test where there is none.</summary>
    internal GpuDevice Require()
    {
        Assert.SkipWhen(_found is null, $"There is no graphics card. {_missing}");
        return _found;
    }
}
