namespace Sgl;

/// <summary>What a layer multiplies with weights.</summary>
internal enum SynapseSource
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its input.</summary>
    Input,

    /// <summary>Its own output of the time step before.</summary>
    LastOutput,
}
