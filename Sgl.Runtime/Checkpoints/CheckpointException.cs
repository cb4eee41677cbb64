namespace Sgl;

/// <summary>A file is not the checkpoint that it should be; the message names the file and says why.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Without a message.</summary>
    public CheckpointException()
    {
    }

    /// <summary>With the file and the reason.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>With the file, the reason, and what went wrong.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
