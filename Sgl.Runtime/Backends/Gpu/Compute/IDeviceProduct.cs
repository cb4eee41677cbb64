using ILGPU;

namespace Sgl;

/// <summary>Who multiplies dense matrices on a device; its text is its name.</summary>
internal interface IDeviceProduct
{
    /// <summary>Whether it sums in an order that nobody else knows, rather than from the first k to the last.</summary>
    bool HasOwnOrder { get; }

    /// <summary>As <see cref="DeviceProduct.Multiply"/>, whose checks have been made; C is not empty.</summary>
    void Multiply(DeviceMatrix a, DeviceMatrix b, ArrayView<float> c, bool accumulate);
}
