namespace Sgl;

/// <summary>
/// Lets one thread at a time use what keeps buffers: two at once would get each other's numbers. Calls of the thread that
/// has it may nest.
/// </summary>
/// <param name="remedy">What several threads do instead, a sentence.</param>
internal sealed class Exclusive(string remedy)
{
    // Which thread has it; 0 is none. What follows belongs to that thread.
    private int _thread;
    private bool _isInPass;

    /// <summary>Takes it until the result is disposed of, also within a pass of the same thread.</summary>
    /// <param name="owner">What is used, for messages.</param>
    /// <exception cref="InvalidOperationException">Another thread has it.</exception>
    public Hold Take(object owner)
    {
        int current = Environment.CurrentManagedThreadId;
        int thread = Interlocked.CompareExchange(ref _thread, current, 0);
        if (thread != 0 && thread != current)
        {
            throw new InvalidOperationException(
                $"{NameOf(owner)} is in use on another thread; it keeps buffers, and so serves one thread at a time. {remedy}");
        }

        return new Hold(this, _isInPass, isOutermost: thread == 0);
    }

    /// <summary>Takes it for what cannot happen within a pass: another pass, say.</summary>
    /// <param name="owner">What is used, for messages.</param>
    /// <exception cref="InvalidOperationException">Another thread has it, or this one is in the middle of a pass.</exception>
    public Hold TakeForPass(object owner)
    {
        Hold hold = Take(owner);
        if (_isInPass)
        {
            throw new InvalidOperationException(
                $"{NameOf(owner)} is in the middle of a pass, which calls its observers: they can read it, but neither run it, "
                + "nor load it, nor change who observes.");
        }

        _isInPass = true;
        return hold;
    }

    /// <summary>Whether this thread is in the middle of a pass of it.</summary>
    public bool IsInPassHere => Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId && _isInPass;

    private static string NameOf(object owner) =>
        owner.ToString() is { } name && name != owner.GetType().ToString() ? name : $"The {owner.GetType().Name}";

    /// <summary>That a thread has it.</summary>
    internal readonly ref struct Hold(Exclusive? held, bool wasInPass, bool isOutermost)
    {
        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            if (held is null) return;
            held._isInPass = wasInPass;
            if (isOutermost) Volatile.Write(ref held._thread, 0);
        }
    }
}
