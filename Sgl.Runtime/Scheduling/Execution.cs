namespace Sgl;

/// <summary>The layers of a network where they compute: on the processor, or on a device that has the parameters too.</summary>
internal abstract class Execution : IDisposable
{
    private readonly Exclusive _use = new(
        "Give each thread a network of its own, with layers of its own, and copy the parameters by a checkpoint.");

    // The stream whose states the layers have.
    private Stepper? _stream;

    /// <summary>As <see cref="Network.StopsAtNonFinite"/>.</summary>
    public bool StopsAtNonFinite { get; set; } = true;

    /// <summary>How many training steps were begun.</summary>
    protected long TrainingSteps { get; set; }

    /// <summary>How many passes all layers have begun: it changes whenever one of them gets other states.</summary>
    public abstract long Passes { get; }

    /// <summary>Who sees what the layers compute; null where nobody does.</summary>
    public abstract PassObserver[]? Observers { set; }

    /// <summary>As <see cref="Network.Plan(int, int, Schedule?, bool)"/>.</summary>
    public abstract NetworkPlan Plan(PassShape input, TimeCut cut);

    /// <summary>As <see cref="Network.Forward(Signal, bool)"/>.</summary>
    public abstract Signal Forward(Signal input, bool training, TimeCut cut);

    /// <summary>As <see cref="Network.Backward(Signal)"/>.</summary>
    public abstract void Backward(Signal outputGradient);

    /// <summary>As <see cref="Network.Forward(IReadOnlyList{Signal}, bool)"/>.</summary>
    public abstract Signal[] Forward(ReadOnlySpan<Signal> inputs, bool training, TimeCut cut);

    /// <summary>As <see cref="Network.Backward(IReadOnlyList{Signal})"/>.</summary>
    public abstract void Backward(ReadOnlySpan<Signal> outputGradients);

    /// <summary>The loss and the number of correct samples of each objective, and a training step where there is an optimizer.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="objectives">Objectives of different outputs.</param>
    /// <param name="outputs">Which output each of them is for.</param>
    /// <param name="optimizer">Changes the parameters; null only evaluates.</param>
    /// <param name="cut">How time is cut.</param>
    public abstract BatchResult[] Run(
        ReadOnlySpan<Signal> inputs, IReadOnlyList<Objective> objectives, int[] outputs, Optimizer? optimizer, TimeCut cut);

    /// <summary>One time step of all layers, from the states that are there; from the initial ones at step 0.</summary>
    public abstract Signal Step(Signal input, int step);

    /// <summary>The states after the last pass, of each layer.</summary>
    public abstract float[][] ReadStates();

    /// <summary>Sets the states from which the next step continues.</summary>
    public abstract void WriteStates(float[][] states);

    /// <summary>As <see cref="Network.Evaluate(Signal, ReadOnlySpan{int}, Loss)"/>.</summary>
    public abstract BatchResult Evaluate(
        in NetworkInput input, ReadOnlySpan<int> labels, Loss loss, TimeCut cut, CancellationToken cancellation = default);

    /// <summary>As <see cref="Network.TrainStep(Signal, ReadOnlySpan{int}, Loss, Optimizer)"/>.</summary>
    public abstract BatchResult TrainStep(
        in NetworkInput input,
        ReadOnlySpan<int> labels,
        Loss loss,
        Optimizer optimizer,
        TimeCut cut,
        CancellationToken cancellation = default);

    /// <summary>As <see cref="Network.Train"/>.</summary>
    /// <param name="batches">Batches that fit the network.</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="optimizer">Changes the parameters.</param>
    /// <param name="cutFor">How time is cut.</param>
    /// <param name="report">Takes each result; of every step that was made, also where an exception ends it all.</param>
    /// <param name="cancellation">Ends it.</param>
    public virtual void Train(
        IEnumerable<Batch> batches,
        Loss loss,
        Optimizer optimizer,
        Func<NetworkInput, TimeCut> cutFor,
        Action<BatchResult> report,
        CancellationToken cancellation)
    {
        foreach (Batch batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            report(TrainStep(batch, loss, optimizer, cutFor, cancellation));
        }
    }

    /// <summary>As <see cref="Exclusive.Take"/>.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public Exclusive.Hold Take()
    {
        RequireNotDisposed();
        return _use.Take(this);
    }

    /// <summary>As <see cref="Exclusive.TakeForPass"/>; a stream that has the layers keeps its states elsewhere.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    public Exclusive.Hold TakeForPass() => TakeForStep(stream: null);

    /// <summary>As <see cref="TakeForPass"/>, for a step of a stream.</summary>
    public Exclusive.Hold TakeForStep(Stepper? stream)
    {
        RequireNotDisposed();
        Exclusive.Hold hold = _use.TakeForPass(this);
        try
        {
            if (_stream != stream) _stream?.Park();
        }
        catch
        {
            hold.Dispose();
            throw;
        }

        _stream = stream;
        return hold;
    }

    /// <summary>Brings back what an optimizer remembers, from the device.</summary>
    public abstract void CopyFromDevice(Optimizer optimizer);

    /// <summary>As <see cref="Network.CopyToDevice()"/>, with what an optimizer remembers, if one is given.</summary>
    public abstract void CopyToDevice(Optimizer? optimizer);

    /// <summary>Whether it was disposed of.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Ends it. On a device, values and gradients are brought back, and its memory is freed.</summary>
    /// <exception cref="InvalidOperationException">This thread is in the middle of a pass.</exception>
    public virtual void Dispose()
    {
        RequireNoPass();
        IsDisposed = true;
    }

    /// <summary>Throws where it was disposed of.</summary>
    protected void RequireNotDisposed()
    {
        if (IsDisposed)
            throw new ObjectDisposedException("Network", "The network cannot run any more: it, or its device, was disposed of.");
    }

    /// <inheritdoc/>
    public override string ToString() => "The network";

    /// <summary>Throws in the middle of a pass of this thread, as an observer is called.</summary>
    public void RequireNoPass()
    {
        if (_use.IsInPassHere)
            throw new InvalidOperationException("The network is in the middle of a pass, which needs its memory until it ends.");
    }

    private BatchResult TrainStep(
        Batch batch, Loss loss, Optimizer optimizer, Func<NetworkInput, TimeCut> cutFor, CancellationToken cancellation)
    {
        using Exclusive.Hold hold = TakeForPass();
        NetworkInput input = batch.Input;
        return TrainStep(input, batch.Labels.Span, loss, optimizer, cutFor(input), cancellation);
    }
}
