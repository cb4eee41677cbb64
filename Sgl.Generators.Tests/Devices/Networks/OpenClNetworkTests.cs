using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>Networks as OpenCL C, compiled and run by PoCL.</summary>
[Collection(nameof(OpenClGroup))]
[Slow(10)]
public sealed class OpenClNetworkTests(OpenClDevice device) : NetworkSuite(device.Require());
