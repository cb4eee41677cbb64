namespace Sgl;

/// <summary>The states of a layer in the memory of a backend: rows [B·F], in their order.</summary>
internal interface IStateRows : IPassStates
{
    /// <summary>A row before the pass, once that has begun.</summary>
    View<float> BeforeAt(int row);

    /// <summary>A row after the pass; a forward pass leaves it here.</summary>
    View<float> ValuesAt(int row);

    /// <summary>dL/d(row), as <see cref="LayerStates.Gradients"/>.</summary>
    View<float> GradientsAt(int row);

    /// <inheritdoc cref="LayerStates.BeginForward"/>
    void BeginForward(int batch);

    /// <inheritdoc cref="LayerStates.BeginBackward"/>
    void BeginBackward();

    /// <summary>Takes over the initial states.</summary>
    void CopySettings();

    /// <summary>The buffers of a pass.</summary>
    IEnumerable<PlannedBuffer> Plan(PassShape pass);
}
