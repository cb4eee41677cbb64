namespace Sgl;

/// <summary>Runs neurons that a <see cref="SpikeCurrent"/> drives: the current of a tile is computed where its neurons read it.</summary>
internal static class CurrentTiles
{
    /// <summary>Runs all tiles forward.</summary>
    /// <param name="current">What drives the neurons.</param>
    /// <param name="tiles">The neurons; its inputs are not read.</param>
    /// <param name="features">F.</param>
    /// <param name="keepsTape">Whether a backward pass will follow.</param>
    /// <param name="workers">The threads.</param>
    public static void Run<TNeuron>(
        SpikeCurrent current, NeuronTiles<TNeuron> tiles, int features, bool keepsTape, Workers workers)
        where TNeuron : INeuron<TNeuron>
    {
        CurrentTile tile = current.Tile;
        SpikeLists lists = current.Begin(workers);
        int panels = Packing.Panels(features, tile.Columns);
        int groups = Packing.Panels(current.Spikes.Batch, tile.Samples);

        // The tiles of the same neurons in a row.
        int run = tile.HasOwnPanels ? Packing.Panels(groups, workers.PiecesOfEach(panels)) : 1;
        int runs = Packing.Panels(groups, run);
        var all = (tiles, current, lists, tile, run, runs, features, keepsTape);
        workers.Run(panels * runs, all, static (job, part) =>
        {
            int batch = job.current.Spikes.Batch, most = job.run * job.tile.Samples;
            int column = part / job.runs * job.tile.Columns, first = part % job.runs * most;
            using Scratch? weights = job.current.Pack(column);
            for (int sample = first; sample < Math.Min(first + most, batch); sample += job.tile.Samples)
            {
                int samples = Math.Min(job.tile.Samples, batch - sample), columns = Math.Min(job.tile.Columns, job.features - column);
                int steps = job.current.Spikes.Steps;
                using Scratch scratch = Scratch.Rent(Sizes.Product("A population", "a tile of the current", steps, samples, columns));
                job.current.Compute(job.lists, weights, sample, samples, column, columns, scratch.Span);
                RunTile(job.tiles, scratch.Memory, steps, sample, samples, column, columns, job.features, job.keepsTape);
            }
        });
        current.End(lists);
    }

    // Neurons side by side, in the tile and in a row, at a time.
    private static void RunTile<TNeuron>(
        NeuronTiles<TNeuron> tiles,
        Memory<float> current,
        int steps,
        int sample,
        int samples,
        int column,
        int columns,
        int features,
        bool keepsTape)
        where TNeuron : INeuron<TNeuron>
    {
        int stride = samples * columns, width = columns == features ? stride : columns;
        for (int first = 0; first < stride; first += width)
        {
            int offset = (sample + first / columns) * features + column;
            var input = new Plane(current[first..], stride) { First = offset };
            tiles.RunForward(new ReadOnlySpan<Plane>(in input), steps, offset, width, keepsTape);
        }
    }
}
