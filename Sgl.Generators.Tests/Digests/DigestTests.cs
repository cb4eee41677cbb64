using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Sgl.Tests.Devices;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Digests;

/// <summary>
/// Training has the bits that it had when <c>Digests.verified.txt</c> was recorded. A change that is meant to change
/// bits renames <c>Digests.received.txt</c> to it, and says so in the changelog.
/// </summary>
[Collection(nameof(CpuAcceleratorGroup))]
[Slow(15)]
public class DigestTests(CpuAcceleratorDevice accelerator)
{
    private const string Probe = "this machine's exp, log, pow and multiply-add";

    private static readonly string Verified = Path.Combine(ProjectFile.Metadata("DigestFolder"), "Digests.verified.txt");
    private static readonly string Received = Path.Combine(ProjectFile.Metadata("DigestFolder"), "Digests.received.txt");

    [Fact]
    public void Training_has_the_recorded_bits()
    {
        string[] expected = File.Exists(Verified) ? File.ReadAllLines(Verified) : [];
        string probe = $"{Probe}: {Machine()}";
        Assert.SkipUnless(
            expected.Length == 0 || expected[0] == probe,
            "The digests were recorded with other last bits of exp, log or pow, see docs/reproducibility.md.");
        string[] actual = [probe, .. DigestCase.All.Select(item => $"{item}: {item.Digest(accelerator.Device)}")];
        if (expected.SequenceEqual(actual))
        {
            File.Delete(Received);
            return;
        }

        File.WriteAllLines(Received, actual);
        Assert.Fail($"Other bits than recorded, or other cases:\n{string.Join('\n', actual.Except(expected).Take(20))}");
    }

    /// <summary>What a training depends on beyond IEEE operations.</summary>
    private static string Machine()
    {
        var values = new List<double>();
        for (int i = 1; i < 2000; i++)
        {
            double x = i * 0.01;
            values.AddRange([Math.Exp(-x), Math.Exp(x), Math.Log(x), Math.Pow(x, 0.3), Math.Pow(0.999, i)]);
        }

        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
        bool hasMultiplyAdd = Fma.IsSupported || AdvSimd.IsSupported;
        return $"{Convert.ToHexStringLower(hash)[..16]} {(hasMultiplyAdd ? "FMA" : "no FMA")}";
    }
}
