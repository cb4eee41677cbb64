namespace Sgl;

/// <summary>That an observer sees a network, until it is disposed of.</summary>
internal sealed class Observation(Network network, PassObserver observer) : IDisposable
{
    private bool _isOver;

    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        network.Forget(observer);
    }
}
