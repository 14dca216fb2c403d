using System.Globalization;
using System.Net;
using System.Text;

namespace Orchestration.Month.Report;

/// <summary>A curve, or a set of named points.</summary>
/// <param name="Name">In the legend; empty for none.</param>
/// <param name="Points">In order of x.</param>
/// <param name="Colour">Which of the plot's colours, from 0.</param>
/// <param name="Labels">Names of the points, which are then dots instead of a curve.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, int Colour, IReadOnlyList<string>? Labels = null);

/// <summary>An axis from one value to another.</summary>
/// <param name="Title">With its unit.</param>
/// <param name="From">Its least value.</param>
/// <param name="To">Its greatest.</param>
/// <param name="IsLogarithmic">Whether equal distances are equal ratios.</param>
internal sealed record Axis(string Title, double From, double To, bool IsLogarithmic = false)
{
    /// <summary>How ticks are written.</summary>
    public Func<double, string> Format { get; init; } = static value => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Where its ticks are; <see langword="null"/> = at round values.</summary>
    public IReadOnlyList<double>? Given { get; init; }

    public double Place(double value) => IsLogarithmic ? Math.Log(value / From) / Math.Log(To / From) : (value - From) / (To - From);

    public IEnumerable<double> Ticks()
    {
        if (Given is not null)
        {
            return Given;
        }

        if (IsLogarithmic)
        {
            return Enumerable.Range(-4, 10).SelectMany(static power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power))).Where(tick => tick >= From * 0.999 && tick <= To * 1.001);
        }

        var rough = (To - From) / 6;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * unit >= rough) * unit;
        var first = (int)Math.Ceiling((From / step) - 1e-9);
        var last = (int)Math.Floor((To / step) + 1e-9);
        return Enumerable.Range(first, last - first + 1).Select(tick => tick * step);
    }
}

/// <summary>Draws a plot as SVG that reads on light and on dark ground alike.</summary>
internal sealed record Plot(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 72;
    private const int Right = 20;
    private const int Top = 64;
    private const int Bottom = 56;

    private const string Style = """
        <style>
          svg { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
          .ground { fill: #ffffff; } text { fill: #1f2328; } .grid { stroke: #d8dee4; } .axis { stroke: #6e7781; } .faint { fill: #59636e; }
          .c0 { --c: #b35900; } .c1 { --c: #0969da; } .c2 { --c: #1a7f37; } .c3 { --c: #6e7781; }
          .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; } .dot { fill: var(--c); } .band { fill: #6e7781; opacity: 0.12; }
          .dash1 { stroke-dasharray: 7 3; } .dash2 { stroke-width: 3; }
          @media (prefers-color-scheme: dark) {
            .ground { fill: #0d1117; } text { fill: #e6edf3; } .grid { stroke: #2b323b; } .axis { stroke: #9198a1; } .faint { fill: #9198a1; }
            .c0 { --c: #f0883e; } .c1 { --c: #58a6ff; } .c2 { --c: #3fb950; } .c3 { --c: #9198a1; }
          }
        </style>
        """;

    /// <summary>Spans of x that are shaded, with a word on each.</summary>
    public IReadOnlyList<(double From, double To, string Name)> Bands { get; init; } = [];

    public override string ToString()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Safe(Title)}\">\n{Style}\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"ground\" width=\"{Width}\" height=\"{Height}\"/>\n<text x=\"{Left}\" y=\"24\" font-weight=\"600\" font-size=\"15\">{Safe(Title)}</text>\n");
        foreach (var (from, to, name) in Bands)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"band\" x=\"{AtX(from):0.#}\" y=\"{Top}\" width=\"{AtX(to) - AtX(from):0.#}\" height=\"{Height - Top - Bottom}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"faint\" font-size=\"11\" x=\"{(AtX(from) + AtX(to)) / 2:0.#}\" y=\"{Top + 13}\" text-anchor=\"middle\">{Safe(name)}</text>\n");
        }

        WriteAxes(svg);
        WriteLegend(svg);
        foreach (var series in Series)
        {
            WriteSeries(svg, series);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void WriteAxes(StringBuilder svg)
    {
        foreach (var tick in Y.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{AtY(tick):0.#}\" y2=\"{AtY(tick):0.#}\"/><text class=\"faint\" x=\"{Left - 8}\" y=\"{AtY(tick) + 4:0.#}\" text-anchor=\"end\">{Safe(Y.Format(tick))}</text>\n");
        }

        foreach (var tick in X.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" y1=\"{Top}\" y2=\"{Height - Bottom}\" x1=\"{AtX(tick):0.#}\" x2=\"{AtX(tick):0.#}\"/><text class=\"faint\" x=\"{AtX(tick):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Safe(X.Format(tick))}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" fill=\"none\" d=\"M{Left},{Top}V{Height - Bottom}H{Width - Right}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">{Safe(X.Title)}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(18,{(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Safe(Y.Title)}</text>\n");
    }

    private void WriteLegend(StringBuilder svg)
    {
        var x = Left;
        foreach (var series in Series.Where(static series => series.Name.Length > 0))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"c{series.Colour}\">");
            svg.Append(series.Labels is null
                ? FormattableString.Invariant($"<path class=\"line dash{series.Colour}\" d=\"M{x},44h26\"/>")
                : FormattableString.Invariant($"<circle class=\"dot\" cx=\"{x + 13}\" cy=\"44\" r=\"5\"/>"));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 32}\" y=\"48\">{Safe(series.Name)}</text></g>\n");
            x += 52 + (series.Name.Length * 7);
        }
    }

    private void WriteSeries(StringBuilder svg, Series series)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"c{series.Colour}\">");
        if (series.Labels is null)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line dash{series.Colour}\" points=\"{string.Join(' ', series.Points.Select(point => FormattableString.Invariant($"{AtX(point.X):0.#},{AtY(point.Y):0.#}")))}\"/>");
        }

        var labels = new List<(double X, double Y)>();
        for (var i = 0; i < series.Labels?.Count; i++)
        {
            // Points come from below to above; a label that would lie on another moves up.
            var (x, y) = (AtX(series.Points[i].X), AtY(series.Points[i].Y));
            var isRight = x > Width - Right - 150;
            var at = labels.Where(label => Math.Abs(label.X - x) < 160).Select(static label => label.Y - 12).Append(y + 4).Min();
            labels.Add((x, at));
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"5\"/><text font-size=\"11\" x=\"{(isRight ? x - 8 : x + 8):0.#}\" y=\"{at:0.#}\" text-anchor=\"{(isRight ? "end" : "start")}\">{Safe(series.Labels[i])}</text>");
        }

        svg.Append("</g>\n");
    }

    private double AtX(double value) => Left + (Math.Clamp(X.Place(value), 0, 1) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (Math.Clamp(Y.Place(value), 0, 1) * (Height - Top - Bottom));

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
