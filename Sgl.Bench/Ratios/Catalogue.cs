namespace Sgl.Bench;

/// <summary>All that the quick mode measures, in the order of the table.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Entry> Entries { get; } =
    [
        .. KernelRatios.All, .. TorchKernelRatios.All, .. SynapseRatios.All, .. MlpRatios.All, .. RecurrentRatios.All,
        .. SmallRatios.All, .. ThreadRatios.All,
        .. LifBytes.All,
    ];
}
