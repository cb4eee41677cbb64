namespace Sgl;

/// <summary>A device that computes with parameters of its own.</summary>
internal interface IParameterHome
{
    /// <summary>Brings values and gradient back where they have changed since.</summary>
    void Refresh(Parameter parameter);
}
