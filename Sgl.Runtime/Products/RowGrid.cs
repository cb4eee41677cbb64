namespace Sgl;

/// <summary>Some rows of a matrix: of each of some time steps the same samples.</summary>
/// <param name="First">The first row.</param>
/// <param name="Steps">Number of time steps.</param>
/// <param name="Samples">Rows of each, side by side.</param>
/// <param name="Stride">Distance from the first row of a step to that of the next.</param>
internal readonly record struct RowGrid(int First, int Steps, int Samples, int Stride);
