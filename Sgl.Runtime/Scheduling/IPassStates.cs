namespace Sgl;

/// <summary>How a schedule tells the states of a layer which passes go on from one another.</summary>
internal interface IPassStates
{
    /// <summary>How many forward passes have begun: whether anything has run since.</summary>
    long Passes { get; }

    /// <summary>Says whether the next forward pass goes on from the states that the last one left.</summary>
    void BeforeForward(bool goesOn);

    /// <summary>Says whether the next backward pass goes on from later steps, and whether earlier ones will go on from it.</summary>
    void BeforeBackward(bool goesOn, bool isContinued);

    /// <summary>Forgets what was said.</summary>
    void Reset();

    /// <summary>Lets no gradient of later steps reach earlier ones.</summary>
    void Truncate();
}
