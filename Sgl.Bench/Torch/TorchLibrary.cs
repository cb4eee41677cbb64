using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Sgl.Bench;

/// <summary>Loads libtorch, and says why where it cannot be loaded.</summary>
internal static class TorchLibrary
{
    private const string Glue = "libLibTorchSharp.so"; // TorchSharp's own part, which calls libtorch

    private static readonly Lazy<string?> Problem = new(Load);

    /// <summary>Why there is no libtorch on this machine; null once it is loaded, with one thread to compute on.</summary>
    public static string? Obstacle() => Problem.Value;

    private static string? Load()
    {
        try
        {
            if (OperatingSystem.IsLinux()) LoadGlue(Path.Combine(AppContext.BaseDirectory, Glue));
            UseOneThread();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException
            or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            string[] lines = e.GetBaseException().Message.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', lines); // one row of a table
        }
    }

    // TorchSharp finds it loaded.
    private static void LoadGlue(string path)
    {
        if (NativeLibrary.TryLoad(path, out _)) return;
        WeakVersion.Apply(path, "GLIBCXX_3.4.32");
        NativeLibrary.Load(path);
    }

    // In a method of its own, because TorchSharp loads its library before the method starts that mentions it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOneThread() => torch.set_num_threads(1);
}
