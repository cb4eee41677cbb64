using System.Buffers;

namespace Sgl;

/// <summary>
/// The parameters of a model as tiles read them: of each its shared value, or those of neurons 0, 1, … F − 1, 0, 1, …, long
/// enough that any tile's values are one slice, at whichever neuron it starts.
/// </summary>
internal sealed class TileParameters
{
    private readonly ChannelMap[] _maps;
    private readonly float[][] _values;
    private readonly int _features;

    /// <param name="info">The model.</param>
    /// <param name="shape">The neurons of a sample.</param>
    /// <param name="width">Neurons of the widest tile.</param>
    /// <param name="owner">Whose parameters they are, for messages.</param>
    /// <exception cref="ArgumentException">They are more than one array can have.</exception>
    public TileParameters(NeuronInfo info, Shape shape, int width, string owner)
    {
        _features = shape.Features;
        _maps = [.. info.Parameters.Select(parameter => parameter.MapOn(shape))];
        _values = new float[_maps.Length][];
        for (int i = 0; i < _values.Length; i++)
        {
            ParameterInfo parameter = info.Parameters[i];
            _values[i] = new float[parameter.IsShared ? 1 : Sizes.Product(owner, parameter.Name, _features) + width];
        }
    }

    /// <summary>Takes the values of a parameter.</summary>
    /// <param name="parameter">Its index in <see cref="NeuronInfo.Parameters"/>.</param>
    /// <param name="values">[1] where it is shared, [C] where it is per channel, else [F].</param>
    public void Set(int parameter, ReadOnlySpan<float> values)
    {
        Span<float> all = _values[parameter];
        if (_maps[parameter].Positions == 1 || all.Length == 1)
        {
            Rows.Repeat(values, all);
            return;
        }

        _maps[parameter].Spread(values, all[.._features]);
        Rows.Repeat(all[.._features], all[_features..]);
    }

    /// <summary>The parameters of a tile, in an array that <see cref="Return"/> takes back.</summary>
    public ReadOnlyMemory<float>[] Rent(int offset, int width)
    {
        ReadOnlyMemory<float>[] values = ArrayPool<ReadOnlyMemory<float>>.Shared.Rent(_values.Length);
        for (int i = 0; i < _values.Length; i++)
            values[i] = _values[i].Length == 1 ? _values[i] : _values[i].AsMemory(offset % _features, width);
        return values;
    }

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    public static void Return(ReadOnlyMemory<float>[] values) =>
        ArrayPool<ReadOnlyMemory<float>>.Shared.Return(values, clearArray: true);
}
