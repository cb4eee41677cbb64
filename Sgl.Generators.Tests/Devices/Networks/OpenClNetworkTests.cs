using Xunit;

namespace Sgl.Tests.Devices.Networks;

/// <summary>Networks as OpenCL C, compiled and run by PoCL.</summary>
public sealed class OpenClNetworkTests(OpenClDevice device)
    : NetworkSuite(device.Require()), IClassFixture<OpenClDevice>;
