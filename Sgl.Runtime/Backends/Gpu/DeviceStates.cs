using ILGPU;
using ILGPU.Runtime;

namespace Sgl;

/// <summary>As <see cref="LayerStates"/>, in the memory of a device: rows [B·F], one after the other.</summary>
internal sealed class DeviceStates : IStateRows
{
    private readonly int _features;
    private readonly InitialState[] _initial;
    private readonly GrowingDeviceBuffer<float>[] _rows;

    // What was taken over last: a caller may have set others since.
    private readonly float[][] _taken;
    private readonly GrowingDeviceBuffer<float> _before;
    private readonly GrowingDeviceBuffer<float> _values;
    private readonly GrowingDeviceBuffer<float> _gradients;
    private readonly DeviceComputing _math;
    private int _length;
    private bool _goesOn;

    /// <param name="math">Fills.</param>
    /// <param name="memory">Where the rows are.</param>
    /// <param name="features">F.</param>
    /// <param name="initial">Each row before the first step.</param>
    public DeviceStates(DeviceComputing math, DeviceArena memory, int features, InitialState[] initial)
    {
        (_math, _features, _initial) = (math, features, initial);
        (_before, _values, _gradients) = (memory.Floats(), memory.Floats(), memory.Floats());
        _rows = [.. initial.Select(_ => memory.Floats())];
        _taken = new float[initial.Length][];
        CopySettings();
    }

    /// <inheritdoc/>
    public long Passes { get; private set; }

    /// <inheritdoc/>
    public int Count => _initial.Length;

    /// <summary>The states before the pass.</summary>
    public DeviceRows Before => Rows(_before);

    /// <summary>The states after the pass.</summary>
    public DeviceRows Values => Rows(_values);

    /// <summary>dL/d(state).</summary>
    public DeviceRows Gradients => Rows(_gradients);

    /// <inheritdoc cref="LayerStates.GoesOnBackward"/>
    public bool GoesOnBackward { get; private set; }

    /// <inheritdoc cref="LayerStates.IsContinued"/>
    public bool IsContinued { get; private set; }

    /// <inheritdoc/>
    View<float> IStateRows.BeforeAt(int row) => Before.Row(row).AsView();

    /// <inheritdoc/>
    View<float> IStateRows.ValuesAt(int row) => Values.Row(row).AsView();

    /// <inheritdoc/>
    View<float> IStateRows.GradientsAt(int row) => Gradients.Row(row).AsView();

    /// <inheritdoc/>
    public void BeginForward(int batch)
    {
        Passes++;
        int length = Sizes.Product("The states", "each of them", batch, _features);
        if (_goesOn && length != _length)
            throw new InvalidOperationException($"{batch} samples cannot go on from the states of another number.");
        _length = length;
        if (_initial.Length == 0) return;
        if (_goesOn) Values.Data.CopyTo(_math.Launcher.Stream, Before.Data);
        else
            for (int i = 0; i < _initial.Length; i++) Initialize(i, Before.Row(i));
        Before.Data.CopyTo(_math.Launcher.Stream, Values.Data);
    }

    /// <inheritdoc/>
    public void CopySettings()
    {
        for (int i = 0; i < _initial.Length; i++)
        {
            _taken[i] = _initial[i].Values;
            if (_taken[i].Length > 1) Row(i).CopyFromCPU(_math.Launcher.Stream, _taken[i]);
        }
    }

    /// <inheritdoc/>
    public void BeginBackward()
    {
        if (!GoesOnBackward) ((IPassStates)this).Truncate();
    }

    /// <inheritdoc/>
    public IEnumerable<PlannedBuffer> Plan(PassShape pass)
    {
        if (_initial.Length == 0) yield break;
        int rows = _taken.Count(values => values.Length > 1);
        if (rows > 0) yield return PlannedBuffer.Floats("initial states", (long)rows * _features);
        yield return PlannedBuffer.Floats("states before the pass", Length(pass.Batch));
        yield return PlannedBuffer.Floats("states", Length(pass.Batch));
        if (pass.Training) yield return PlannedBuffer.Floats("gradients of states", Length(pass.Batch));
    }

    /// <inheritdoc/>
    public long Length(int batch) => (long)_initial.Length * batch * _features;

    /// <inheritdoc/>
    void IPassStates.BeforeForward(bool goesOn) => _goesOn = goesOn;

    /// <inheritdoc/>
    void IPassStates.BeforeBackward(bool goesOn, bool isContinued) => (GoesOnBackward, IsContinued) = (goesOn, isContinued);

    /// <inheritdoc/>
    void IPassStates.Reset() => (_goesOn, GoesOnBackward, IsContinued) = (false, false, false);

    /// <inheritdoc/>
    void IPassStates.Truncate() => _math.Arrays.Fill(Gradients.Data, 0f);

    /// <inheritdoc/>
    void IPassStates.Save(View<float> target)
    {
        if (Count > 0) Values.Data.CopyTo(_math.Launcher.Stream, target.AsArray());
    }

    /// <inheritdoc/>
    void IPassStates.Restore(View<float> source)
    {
        if (Count > 0) source.AsArray().CopyTo(_math.Launcher.Stream, Values.Data);
    }

    /// <inheritdoc/>
    float[] IPassStates.Read()
    {
        var rows = new float[_initial.Length * _length];
        if (rows.Length > 0) Values.Data.CopyToCPU(_math.Launcher.Stream, rows);
        return rows;
    }

    /// <inheritdoc/>
    void IPassStates.Write(ReadOnlySpan<float> rows)
    {
        if (rows.IsEmpty) return;
        _length = rows.Length / _initial.Length;
        Values.Data.CopyFromCPU(_math.Launcher.Stream, rows);
    }

    /// <inheritdoc/>
    void IPassStates.Rewind()
    {
        if (_initial.Length > 0) Before.Data.CopyTo(_math.Launcher.Stream, Values.Data);
    }

    private void Initialize(int state, ArrayView<float> samples)
    {
        if (_taken[state].Length == 1) _math.Arrays.Fill(samples, _taken[state][0]);
        else _math.Arrays.FillRows(samples, Row(state));
    }

    private ArrayView<float> Row(int state) => _rows[state].Take(_features);

    private DeviceRows Rows(GrowingDeviceBuffer<float> buffer) => new(buffer.Take((long)_initial.Length * _length), _length);
}
