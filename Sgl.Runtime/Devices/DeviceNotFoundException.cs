namespace Sgl;

/// <summary>There is no device of the kind that was asked for; the message lists what was found.</summary>
public sealed class DeviceNotFoundException : Exception
{
    /// <summary>Without a message.</summary>
    public DeviceNotFoundException()
    {
    }

    /// <summary>With what was asked for and what was found.</summary>
    public DeviceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>With what was asked for and found, and what went wrong.</summary>
    public DeviceNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
