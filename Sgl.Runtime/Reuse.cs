namespace Sgl;

/// <summary>What a network does with layers that have been in another one.</summary>
public enum Reuse
{
    /// <summary>It refuses them.</summary>
    None,

    /// <summary>
    /// It takes them over as they are, with what they have learned, where the other network was disposed of; only layers that
    /// were in no network are initialized.
    /// </summary>
    Weights,
}
