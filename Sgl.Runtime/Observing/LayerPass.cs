namespace Sgl;

/// <summary>A layer and some time steps in a row that it goes through at a time.</summary>
public abstract class LayerPass
{
    private readonly PassPart _part;

    private protected LayerPass(PassPart part) => _part = part;

    /// <summary>Which layer, counted from 0 at the input.</summary>
    public int Index => _part.Index;

    /// <summary>The layer.</summary>
    public Layer Layer => _part.Layer;

    /// <summary>The first of the time steps; of a <see cref="Stepper"/> it counts on from step to step.</summary>
    public int FirstStep => _part.FirstStep;

    /// <summary>Number of time steps, at least 1.</summary>
    public int Steps => _part.Steps;

    /// <summary>T, of all parts of the pass together; 1 of a <see cref="Stepper"/>.</summary>
    public int TotalSteps => _part.TotalSteps;

    /// <summary>B, the number of samples.</summary>
    public int Batch => _part.Batch;
}

/// <summary>Which part of a pass it is; as <see cref="LayerPass"/>.</summary>
internal readonly record struct PassPart(int Index, Layer Layer, int FirstStep, int Steps, int TotalSteps, int Batch);
