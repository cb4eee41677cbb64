using ScottPlot;
using ScottPlot.TickGenerators;

namespace Mnist;

/// <summary>What the pictures have in common: their look, their size, and how plots share one image.</summary>
internal sealed class Figure : IDisposable
{
    /// <summary>Colour of text and of spikes.</summary>
    public static readonly Color Ink = Color.FromHex("#26323d");

    /// <summary>Colour of grids and edges.</summary>
    public static readonly Color Faint = Color.FromHex("#e4e8ec");

    private const int Width = 1280;
    private const int Height = 680;
    private const string Font = "Inter";

    private readonly IMultiplotLayout _layout;
    private readonly List<Plot> _plots = [];

    /// <summary>Creates a picture without plots.</summary>
    /// <param name="layout">Where each plot goes.</param>
    public Figure(IMultiplotLayout layout)
    {
        _layout = layout;
        if (Fonts.Default == Font) return;
        // The font comes with the program: a bare machine has none, and SkiaSharp then draws text as nothing at all.
        string path = Path.Combine(AppContext.BaseDirectory, "fonts", "Inter.ttf");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: the font of the pictures is missing");
        foreach (bool bold in new[] { false, true }) Fonts.AddFontFile(Font, path, bold, italic: false);
        Fonts.Default = Font;
    }

    /// <summary>Adds a plot. All have equal borders, so that axes above each other line up.</summary>
    public Plot Add(string title, string x = "", string y = "")
    {
        var plot = new Plot();
        plot.Title(title, size: 18);
        plot.XLabel(x, size: 15);
        plot.YLabel(y, size: 15);
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
            axis.MinorTickStyle.Length = 0;
        }

        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Color(Ink);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Grid.MajorLineColor = Faint;
        plot.Legend.FontSize = 14;
        plot.Legend.OutlineColor = Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(left: 75, right: 75, bottom: 50, top: 45));
        _plots.Add(plot);
        return plot;
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng()
    {
        var multiplot = new Multiplot(_plots[0]) { Layout = _layout };
        foreach (Plot plot in _plots[1..]) multiplot.AddPlot(plot);
        using Image image = multiplot.Render(Width, Height);
        return image.GetImageBytes(ImageFormat.Png);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Plot plot in _plots) plot.Dispose();
    }
}
