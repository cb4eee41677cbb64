namespace Sgl;

/// <summary>What one layer took, over all passes that were seen.</summary>
/// <param name="Index">Which layer, counted from 0.</param>
/// <param name="Name">The layer, as it prints itself.</param>
/// <param name="Forward">How long its forward passes took.</param>
/// <param name="Recomputed">How long it took to compute time steps once more, for backward.</param>
/// <param name="Backward">How long its backward passes took.</param>
/// <param name="Bytes">What it keeps for a training step of the shape of the last pass, see <see cref="PlannedLayer.Bytes"/>.</param>
/// <param name="Accumulates">
/// Additions of a weight: spikes times the neurons that each reaches, of layers with synapses whose input is spikes.
/// </param>
/// <param name="MultiplyAccumulates">
/// Multiplications with a weight, of layers with synapses whose input is not spikes. An input that is constant over time
/// is multiplied once.
/// </param>
public sealed record LayerProfile(
    int Index,
    string Name,
    TimeSpan Forward,
    TimeSpan Recomputed,
    TimeSpan Backward,
    long Bytes,
    long Accumulates,
    long MultiplyAccumulates);
