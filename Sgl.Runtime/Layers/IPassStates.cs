namespace Sgl;

/// <summary>How a schedule tells the states of a layer which passes go on from one another.</summary>
internal interface IPassStates
{
    /// <summary>How many forward passes have begun: whether anything has run since.</summary>
    long Passes { get; }

    /// <summary>Number of rows [B·F].</summary>
    int Count { get; }

    /// <summary>Says whether the next forward pass goes on from the states that the last one left.</summary>
    void BeforeForward(bool goesOn);

    /// <summary>Says whether the next backward pass goes on from later steps, and whether earlier ones will go on from it.</summary>
    void BeforeBackward(bool goesOn, bool isContinued);

    /// <summary>Forgets what was said.</summary>
    void Reset();

    /// <summary>Lets no gradient of later steps reach earlier ones.</summary>
    void Truncate();

    /// <summary>Number of floats of the states of a batch.</summary>
    long Length(int batch);

    /// <summary>Copies the states after the last pass to memory where they are.</summary>
    /// <param name="target">As long as they are.</param>
    void Save(View<float> target);

    /// <summary>Sets the states from which the next pass, of the same batch, goes on.</summary>
    /// <param name="source">As <see cref="Save"/> left them.</param>
    void Restore(View<float> source);

    /// <summary>Copies the states after the last pass to the processor.</summary>
    /// <returns>All rows, one after the other.</returns>
    float[] Read();

    /// <summary>Sets the states that the next pass goes on from.</summary>
    /// <param name="rows">As <see cref="Read"/> gave them.</param>
    void Write(ReadOnlySpan<float> rows);

    /// <summary>Lets the next pass go on from the states before the last one.</summary>
    void Rewind();
}
