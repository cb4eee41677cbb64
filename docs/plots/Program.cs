using Plots;
using Sgl.Generators.Surrogates;

// The pictures of docs/surrogates.md and the icon of the package, from the repository's root: dotnet run -c Release --project docs/plots
string folder = Path.Combine("docs", "images");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"{Path.GetFullPath(folder)}: no such folder; run this in the root of the repository");
    return 1;
}

Save("icon", Icon.Draw());
Save("surrogates-bells", SurrogatePicture.OfKinds(BellSurrogates.Rows.Where(RisesFrom0To1)));
Save("surrogates-tails", SurrogatePicture.OfKinds(BellSurrogates.Rows.Where(row => !RisesFrom0To1(row))));
Save("surrogates-piecewise", SurrogatePicture.OfKinds(PiecewiseSurrogates.Rows));
Save("surrogates-signs", SurrogatePicture.OfKinds(SignSurrogates.Rows));
Save("surrogates-steepness", SurrogatePicture.OfSteepness(SurrogateTable.Get("ATan"), SurrogateTable.Get("FastSigmoid")));
return 0;

static bool RisesFrom0To1(SurrogateRow row) => row.Scaling == Scaling.Area && row.Area(row.DefaultAlpha) == 1;

void Save(string name, byte[] png)
{
    string path = Path.Combine(folder, $"{name}.png");
    File.WriteAllBytes(path, png);
    Console.WriteLine($"{path}: {png.Length / 1024} KiB");
}
