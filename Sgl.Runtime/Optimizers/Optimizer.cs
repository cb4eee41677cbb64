namespace Sgl;

/// <summary>Changes parameters along their gradients.</summary>
public abstract class Optimizer
{
    // Values that one thread updates at a time, 64 KiB.
    private protected const int Block = 16 * 1024;

    private protected static readonly Workers CallingThread = new(threads: 1);

    private readonly Exclusive _use = new("Create an optimizer for each thread.");
    private readonly float[] _learningRate = new float[1];

    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">Finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The step size, finite and at least 0. It may change between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative number, infinity or NaN.</exception>
    public float LearningRate
    {
        get => _learningRate[0];
        set
        {
            if (!(value >= 0 && float.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is finite, at least 0.");
            _learningRate[0] = value;
        }
    }

    /// <summary>
    /// Changes every value once, by its gradient, and keeps it within its parameter's bounds. The gradients stay as
    /// they are.
    /// </summary>
    /// <param name="parameters">The parameters; what an optimizer remembers of one is kept with that object.</param>
    /// <exception cref="InvalidOperationException">The optimizer is in use on another thread.</exception>
    public void Step(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Step(parameters, CallingThread);
    }

    /// <summary>As <see cref="Step(IReadOnlyList{Parameter})"/>, with the same bits.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="workers">The threads to use.</param>
    internal void Step(IReadOnlyList<Parameter> parameters, Workers workers)
    {
        using Exclusive.Hold hold = _use.Take(this);
        for (int i = 0; i < parameters.Count; i++)
        {
            Update(parameters[i], workers);
            parameters[i].Clamp();
        }
    }

    /// <summary>
    /// What a checkpoint saves of it besides <see cref="SavedOf"/>: the learning rate, and its settings as fixed arrays.
    /// </summary>
    protected internal virtual IReadOnlyList<SavedArray> Saved => [new("learningRate", _learningRate)];

    /// <summary>What it remembers of a parameter, for a checkpoint: its own arrays, 0 where it has not seen the parameter yet.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="NotSupportedException">It does not say.</exception>
    protected internal virtual IReadOnlyList<SavedArray> SavedOf(Parameter parameter) => throw new NotSupportedException(
        $"{GetType().Name} does not say what it remembers of a parameter; override {nameof(SavedOf)}, with [] for nothing.");

    /// <summary>What an optimizer of the library remembers; null for others.</summary>
    internal virtual OptimizerMemory? Memory => null;

    /// <summary>Changes the values of one parameter.</summary>
    /// <param name="parameter">The parameter, with its gradient.</param>
    protected abstract void Update(Parameter parameter);

    // The same on several threads, where an optimizer of the library can.
    private protected virtual void Update(Parameter parameter, Workers workers) => Update(parameter);

    /// <summary>Throws unless a decay rate is in [0, 1).</summary>
    private protected static float RequireDecay(float value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least 0 and below 1.");
}
