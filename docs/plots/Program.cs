using Plots;
using Sgl.Generators.Surrogates;

// The pictures of docs/surrogates.md, from the repository's root: dotnet run -c Release --project docs/plots
string folder = Path.Combine("docs", "images");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{Path.GetFullPath(folder)}: no such folder; run this in the root of the repository");
    return 1;
}

Save("bells", SurrogatePicture.OfKinds(BellSurrogates.Rows.Where(RisesFrom0To1)));
Save("tails", SurrogatePicture.OfKinds(BellSurrogates.Rows.Where(row => !RisesFrom0To1(row))));
Save("piecewise", SurrogatePicture.OfKinds(PiecewiseSurrogates.Rows));
Save("signs", SurrogatePicture.OfKinds(SignSurrogates.Rows));
Save("steepness", SurrogatePicture.OfSteepness(SurrogateTable.Get("ATan"), SurrogateTable.Get("FastSigmoid")));
return 0;

static bool RisesFrom0To1(SurrogateRow row) => row.Scaling == Scaling.Area && row.Area(row.DefaultAlpha) == 1;

void Save(string name, byte[] png)
{
    string path = Path.Combine(folder, $"surrogates-{name}.png");
    File.WriteAllBytes(path, png);
    Console.WriteLine($"{path}: {png.Length / 1024} KiB");
}
