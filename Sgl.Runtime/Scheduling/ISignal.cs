namespace Sgl;

/// <summary>What a schedule must know of a signal, wherever its values are.</summary>
/// <typeparam name="TSelf">The signal.</typeparam>
internal interface ISignal<TSelf>
    where TSelf : struct, ISignal<TSelf>
{
    /// <inheritdoc cref="Signal.Steps"/>
    int Steps { get; }

    /// <inheritdoc cref="Signal.Batch"/>
    int Batch { get; }

    /// <inheritdoc cref="Signal.Features"/>
    int Features { get; }

    /// <inheritdoc cref="Signal.IsConstant"/>
    bool IsConstant { get; }

    /// <inheritdoc cref="Signal.Slice"/>
    TSelf Slice(int start, int count);
}
