using System.Globalization;

namespace Sgl;

/// <summary>
/// Saves everything that training has changed to a file, and goes on from there: with the same bits as without the stop.
/// The file is in the safetensors layout, which Python reads.
/// </summary>
/// <remarks>
/// Saved are the parameters of all layers, what the optimizer remembers and its learning rate, where the encoder stands,
/// and the caller's own arrays; gradients are not. Settings that only constructors can give, such as thresholds, are
/// saved too, and compared.
/// </remarks>
public sealed class Checkpoint
{
    private const string Format = "Sgl checkpoint 1";

    private readonly Network _network;
    private readonly Optimizer? _optimizer;
    private readonly Encoder? _encoder;
    private readonly IReadOnlyList<SavedArray> _progress;

    /// <summary>Says what belongs to the checkpoint; nothing is read or written yet.</summary>
    /// <param name="network">The network, on any device.</param>
    /// <param name="optimizer">What trains it, or null: then a file's optimizer is left alone.</param>
    /// <param name="encoder">What encodes for it, or null: then a file's encoder is left alone.</param>
    /// <param name="progress">
    /// The caller's own, such as the number of epochs done; where there are none, those of a file are left alone.
    /// </param>
    public Checkpoint(
        Network network, Optimizer? optimizer = null, Encoder? encoder = null, params IReadOnlyList<SavedArray> progress)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(progress);
        (_network, _optimizer, _encoder, _progress) = (network, optimizer, encoder, [.. progress]);
    }

    /// <summary>
    /// Writes the file, or replaces it as a whole: whenever the process is killed, what was there before is there still,
    /// or the new file is.
    /// </summary>
    /// <param name="path">Usually ends in <c>.safetensors</c>; its folder exists.</param>
    /// <exception cref="IOException">It cannot be written; a file that was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="NotSupportedException">The optimizer or the encoder does not say what it remembers.</exception>
    /// <exception cref="InvalidOperationException">Two arrays have the same name, or the network is in use on another thread.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireLittleEndian();
        using Exclusive.Hold hold = _network.Take();
        IReadOnlyList<SavedArray> arrays = Arrays();
        if (_optimizer is not null) _network.CopyFromDevice(_optimizer);
        CheckpointFile.Write(path, Texts(), arrays);
    }

    /// <summary>
    /// Reads a file into the network and the rest, also on a device. Where it throws, nothing has changed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">
    /// The file is damaged, truncated, of something else, of another network, optimizer or encoder, or of other settings;
    /// the message says which.
    /// </exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="NotSupportedException">The optimizer or the encoder does not say what it remembers.</exception>
    /// <exception cref="InvalidOperationException">
    /// Two arrays have the same name, or the network is in a pass or in use on another thread.
    /// </exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireLittleEndian();
        using CheckpointFile file = CheckpointFile.Open(path);
        Load(file);
    }

    /// <summary>As <see cref="Load(string)"/>, from a file that is whole.</summary>
    internal void Load(CheckpointFile file)
    {
        using Exclusive.Hold hold = _network.TakeForPass();
        IReadOnlyList<SavedArray> arrays = Arrays();
        RequireSameKinds(file);
        byte[][] values = ReadAll(file, arrays);

        // All is checked and read; only now does anything change.
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(arrays[i].Bytes);
        _network.CopyToDevice(_optimizer);
    }

    // Everything by its name in the file.
    private List<SavedArray> Arrays()
    {
        List<SavedArray> arrays = [];
        foreach ((Layer layer, string path) in _network.Layers.SelectMany((layer, i) => layer.Walk(LayerKey(i))))
        {
            foreach (Parameter parameter in layer.OwnParameters())
            {
                string name = $"{path}.{parameter.Name}";
                arrays.Add(new SavedArray(name, parameter.Value, parameter.Shape));
                if (_optimizer is not null) arrays.AddRange(_optimizer.SavedOf(parameter).Select(a => a.In($"optimizer.{name}")));
            }

            arrays.AddRange(layer.Saved.Select(array => array.In(path)));
        }

        if (_optimizer is not null) arrays.AddRange(_optimizer.Saved.Select(array => array.In("optimizer")));
        if (_encoder is not null) arrays.AddRange(_encoder.Saved.Select(array => array.In("encoder")));
        arrays.AddRange(_progress.Select(array => array.In("progress")));
        if (arrays.GroupBy(array => array.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"'{twice.Key}' occurs twice; what a checkpoint saves needs names of its own.");
        return arrays;
    }

    // What is not an array: compared, but for the version and the seed, which are for people.
    private Dictionary<string, string> Texts()
    {
        var texts = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["version"] = typeof(Checkpoint).Assembly.GetName().Version!.ToString(3),
            ["seed"] = _network.Seed.ToString(CultureInfo.InvariantCulture),
        };
        for (int i = 0; i < _network.Layers.Count; i++) texts[LayerKey(i)] = _network.Layers[i].ToString()!;
        if (_optimizer is not null) texts["optimizer"] = _optimizer.GetType().Name;
        if (_encoder is not null) texts["encoder"] = _encoder.GetType().Name;
        return texts;
    }

    private void RequireSameKinds(CheckpointFile file)
    {
        OrderedDictionary<string, string> found = file.Header.Metadata;
        string? format = found.GetValueOrDefault("format");
        if (format != Format)
            throw file.Refusal($"its format is '{format}'; this version of Sgl, {Texts()["version"]}, reads '{Format}'");
        int layers = Enumerable.Range(0, int.MaxValue).First(i => !found.ContainsKey(LayerKey(i)));
        if (layers != _network.Layers.Count)
            throw file.Refusal($"it has {layers} layers; the network has {_network.Layers.Count}");
        foreach ((string key, string here) in Texts())
        {
            if (key is "version" or "seed" || found.GetValueOrDefault(key) is not { } there || there == here) continue;
            throw file.Refusal($"{key} is {there} in the file and {here} here");
        }

        if (_optimizer is not null && !found.ContainsKey("optimizer"))
            throw file.Refusal("it has no optimizer; a checkpoint of the network alone reads it");
        if (_encoder is not null && !found.ContainsKey("encoder"))
            throw file.Refusal("it has no encoder; a checkpoint without one reads it");
    }

    private byte[][] ReadAll(CheckpointFile file, IReadOnlyList<SavedArray> arrays)
    {
        var found = file.Header.Tensors.ToDictionary(tensor => tensor.Name);
        var values = new byte[arrays.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            SavedArray array = arrays[i];
            if (!found.Remove(array.Name, out SafetensorsHeader.Tensor? tensor))
                throw file.Refusal($"{array.Name}, {array} here, is not in the file");
            if (tensor.ToString() != array.ToString())
                throw file.Refusal($"{array.Name} is {tensor} in the file and {array} here");
            if (tensor.End - tensor.Start != array.Bytes.Length)
                throw file.Refusal($"{array.Name} has {tensor.End - tensor.Start} bytes; {array} has {array.Bytes.Length}");
            values[i] = file.Read(tensor);
            if (array.IsFixed) RequireSame(file, array, values[i]);
        }

        if (found.Keys.FirstOrDefault(name => !IsLeftAlone(name)) is { } other)
            throw file.Refusal($"{other}, {found[other]} in the file, is not here");
        return values;
    }

    private static void RequireSame(CheckpointFile file, SavedArray array, ReadOnlySpan<byte> there)
    {
        int same = there.CommonPrefixLength(array.Bytes);
        if (same == there.Length) return;
        int index = same / array.ElementBytes;
        string element = array.Length == 1 ? array.Name : $"{array.Name}[{index}]";
        throw file.Refusal(
            $"{element} is {array.Show(there, index)} in the file and {array.Show(array.Bytes, index)} here, and cannot be changed");
    }

    // What the caller has not asked for.
    private bool IsLeftAlone(string name) =>
        (_optimizer is null && name.StartsWith("optimizer.", StringComparison.Ordinal))
        || (_encoder is null && name.StartsWith("encoder.", StringComparison.Ordinal))
        || (_progress.Count == 0 && name.StartsWith("progress.", StringComparison.Ordinal));

    private static string LayerKey(int index) => $"layers.{index}";

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Checkpoints are little-endian, which this processor is not.");
    }
}
