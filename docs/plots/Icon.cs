using SkiaSharp;

namespace Plots;

/// <summary>The icon of the package: a step, and the smooth bell that stands for its derivative.</summary>
internal static class Icon
{
    private const int Size = 128;
    private const int Middle = Size / 2;

    public static byte[] Draw()
    {
        using var bitmap = new SKBitmap(Size, Size);
        using var canvas = new SKCanvas(bitmap);
        using var background = new SKPaint { Color = SKColor.Parse("#26323d"), IsAntialias = true };
        canvas.Clear(SKColors.Transparent);
        canvas.DrawRoundRect(0, 0, Size, Size, 24, 24, background);

        using var bell = new SKPath();
        bell.MoveTo(14, Bell(14));
        for (int x = 15; x <= Size - 14; x++) bell.LineTo(x, Bell(x));
        Stroke(canvas, bell, SKColor.Parse("#f2a33c"));

        using var step = new SKPath();
        step.MoveTo(14, 100);
        step.LineTo(Middle, 100);
        step.LineTo(Middle, 28);
        step.LineTo(Size - 14, 28);
        Stroke(canvas, step, SKColors.White);

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    /// <summary>1/(1 + x²), as a height in the picture.</summary>
    private static float Bell(int x)
    {
        float scaled = (x - Middle) / 14f;
        return 100 - 60 / (1 + scaled * scaled);
    }

    private static void Stroke(SKCanvas canvas, SKPath path, SKColor color)
    {
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = 7,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
    }
}
