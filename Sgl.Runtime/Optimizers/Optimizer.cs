namespace Sgl;

/// <summary>Changes parameters along their gradients, on the processor and on devices: it is written with the operations of a <see cref="Backend"/>.</summary>
public abstract class Optimizer
{
    private const string StepsName = "steps";

    private readonly Exclusive _use = new("Create an optimizer for each thread.");
    private readonly float[] _learningRate = new float[1];
    private OptimizerMemory? _memory;
    private CpuBackend? _callingThread;

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
        Step(parameters, _callingThread ??= new CpuBackend(new Workers(threads: 1)));
    }

    /// <summary>As <see cref="Step(IReadOnlyList{Parameter})"/>, with the same bits.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ops">The processor, with the threads to use.</param>
    internal void Step(IReadOnlyList<Parameter> parameters, CpuBackend ops)
    {
        using Exclusive.Hold hold = Take();
        for (int i = 0; i < parameters.Count; i++)
        {
            ParameterMemory memory = Memory.Of(parameters[i]);
            ParameterUpdate update = memory.Update;
            update.Value = new View<float>(parameters[i].Value);
            update.Gradient = new View<float>(parameters[i].Gradient);
            update.Step = checked((int)++memory.Steps[0]);
            Step(update, ops);
        }
    }

    /// <summary>One step of one parameter, by whichever thread has the optimizer.</summary>
    internal void Step(ParameterUpdate parameter, Backend ops)
    {
        using Backend.Lease lease = ops.Lend();
        parameter.IsFinished = false;
        Update(ops, parameter);
        if (!parameter.IsFinished) ops.Finish(parameter);
    }

    /// <summary>Takes the optimizer for this thread.</summary>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    internal Exclusive.Hold Take() => _use.Take(this);

    /// <summary>
    /// What a checkpoint saves of it besides <see cref="SavedOf"/>: the learning rate, and its settings as fixed arrays.
    /// </summary>
    protected internal virtual IReadOnlyList<SavedArray> Saved => [new("learningRate", _learningRate)];

    /// <summary>
    /// What a checkpoint saves of a parameter: the arrays of <see cref="StateNames"/>, and the number of steps as <c>steps</c>.
    /// They are 0 where it has not seen the parameter yet.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    protected internal virtual IReadOnlyList<SavedArray> SavedOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ParameterMemory memory = Memory.Of(parameter);
        return
        [
            .. Memory.Names.Select((name, i) => new SavedArray(name, memory.Arrays[i], parameter.Shape)),
            new(StepsName, memory.Steps),
        ];
    }

    /// <summary>
    /// What it calls the arrays that it remembers of each parameter, as long as its values: none by default. They are in
    /// <see cref="ParameterUpdate.States"/>, and in checkpoints by these names.
    /// </summary>
    protected internal virtual IReadOnlyList<string> StateNames => [];

    /// <summary>What it remembers, on the processor.</summary>
    internal OptimizerMemory Memory => _memory ??= new OptimizerMemory(RequireNames(StateNames));

    /// <summary>Changes the values of one parameter by its gradient, which stays as it is. Bounds are kept afterwards.</summary>
    /// <param name="ops">The operations to do it with, where the parameter is.</param>
    /// <param name="parameter">The parameter.</param>
    protected abstract void Update(Backend ops, ParameterUpdate parameter);

    /// <summary>Throws unless a decay rate is in [0, 1).</summary>
    private protected static float RequireDecay(float value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least 0 and below 1.");

    private List<string> RequireNames(IReadOnlyList<string> names)
    {
        var distinct = new HashSet<string>(names) { StepsName };
        return distinct.Count == names.Count + 1
            ? [.. names]
            : throw new InvalidOperationException(
                $"The {nameof(StateNames)} of {GetType().Name} are {string.Join(", ", names)}; they must differ, and none is '{StepsName}'.");
    }
}
