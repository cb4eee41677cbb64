using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Sgl;

/// <summary>
/// The header of a file in the safetensors layout (https://github.com/huggingface/safetensors): 8 bytes that are its
/// length, little-endian, then JSON that says what follows it, without gaps.
/// </summary>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Tensors">The tensors, in the order of their data.</param>
internal sealed record SafetensorsHeader(
    OrderedDictionary<string, string> Metadata, IReadOnlyList<SafetensorsHeader.Tensor> Tensors)
{
    /// <summary>Bytes before the JSON.</summary>
    public const int PrefixBytes = sizeof(long);

    /// <summary>The most bytes of JSON that readers take.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataName = "__metadata__";
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Bytes of the data of all tensors.</summary>
    public long DataBytes => Tensors.Count == 0 ? 0 : Tensors[^1].End;

    /// <summary>The file up to the data, which begin at a multiple of 8 bytes.</summary>
    public byte[] Write()
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataName);
            foreach ((string key, string value) in Metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            foreach (Tensor tensor in Tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Type);
                WriteNumbers(writer, "shape", tensor.Shape);
                WriteNumbers(writer, "data_offsets", [tensor.Start, tensor.End]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        int length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[PrefixBytes + length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        json.WrittenSpan.CopyTo(bytes.AsSpan(PrefixBytes));
        bytes.AsSpan(PrefixBytes + json.WrittenCount).Fill((byte)' ');
        return bytes;
    }

    /// <summary>Reads what is between the prefix and the data.</summary>
    /// <exception cref="FormatException">It is not the header of a safetensors file.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span)) throw new FormatException("the header is not UTF-8");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            var metadata = new OrderedDictionary<string, string>();
            var tensors = new List<Tensor>();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name != MetadataName) tensors.Add(Tensor.Parse(property));
                else foreach (JsonProperty text in property.Value.EnumerateObject()) metadata.Add(text.Name, Text(text.Value));
            }

            Tensor[] inOrder = [.. tensors.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.End)];
            RequireWhole(inOrder);
            return new SafetensorsHeader(metadata, inOrder);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"the header is not that of a safetensors file: {e.Message}", e);
        }
    }

    private static void RequireWhole(Tensor[] tensors)
    {
        long end = 0;
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Start != end || tensor.End < tensor.Start)
            {
                throw new FormatException(
                    $"the data of '{tensor.Name}' are at {tensor.Start} to {tensor.End}, but those before them end at {end}");
            }

            end = tensor.End;
        }
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new JsonException("a text is null");

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ImmutableArray<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    /// <summary>What the header says of a tensor.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">The type of its values, such as <c>F32</c>.</param>
    /// <param name="Shape">Its sizes, the last one contiguous.</param>
    /// <param name="Start">Where its data start, in bytes from the end of the header.</param>
    /// <param name="End">Where they end.</param>
    internal sealed record Tensor(string Name, string Type, ImmutableArray<long> Shape, long Start, long End)
    {
        public static Tensor Parse(JsonProperty property)
        {
            ImmutableArray<long> offsets = Numbers(property.Value.GetProperty("data_offsets"));
            if (offsets.Length != 2) throw new JsonException($"'{property.Name}' has {offsets.Length} offsets instead of 2");
            return new Tensor(
                property.Name,
                Text(property.Value.GetProperty("dtype")),
                Numbers(property.Value.GetProperty("shape")),
                offsets[0],
                offsets[1]);
        }

        /// <summary>The type and the shape, as in <c>F32 [10, 784]</c>.</summary>
        public override string ToString() => $"{Type} [{string.Join(", ", Shape)}]";

        private static ImmutableArray<long> Numbers(JsonElement element) =>
            [.. element.EnumerateArray().Select(number => number.TryGetInt64(out long value) && value >= 0
                ? value
                : throw new JsonException($"{number.GetRawText()} is no size"))];
    }
}
