namespace Orchestration.Models;

/// <summary>What a model's reported usage has taught about the estimates of its requests. One for each registered model; safe for use by many threads.</summary>
/// <remarks>
/// Two things differ from the family's averages: how densely the model packs text, learned as one scale from long requests, and what its template adds, learned as one offset a
/// set of tools and answer schema, exact from the first report on as long as the step stays as it is. Both are Kalman filters with a gate: a report far from anything expected, with
/// content that the provider added unseen, hardly moves them.
/// </remarks>
internal sealed class TokenCalibration(TokenFamily family)
{
    // Standard deviations, as fitted on the recordings: of a text's estimate, of its scale, of the template's offset without and with tools.
    private const double TextNoise = 0.05;
    private const double CountNoise = 2;
    private const double ScaleNoise = 0.15;
    private const double OffsetNoise = 6;
    private const double ToolsNoise = 120;

    // A request must be long before its error says something of the scale.
    private const double ScaleFloor = 30;
    private const double ScaleTextNoise = 0.1;
    private const double LeastScaleVariance = 0.0001;

    // Beyond so many deviations a report is taken for one with unseen content.
    private const double Gate = 3;

    // Tool sets of one model that are remembered; the oldest make room.
    private const int MaxToolSets = 256;

    // The reported count stays under estimate times this in 95 of 100 calls of the recordings that hold nothing unseen.
    private const double FirstMargin = 1.4;
    private const double LeastMargin = 1.05;
    private const double MostMargin = 4;
    private const double MarginStep = 0.08;
    private const double Quantile = 0.95;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Offset> _offsets = [];
    private readonly Queue<ulong> _toolSets = [];
    private double _scale;
    private double _scaleVariance = ScaleNoise * ScaleNoise;
    private double _margin = Math.Log(FirstMargin);
    private long _observations;

    public TokenFamily Family { get; } = family;

    /// <summary>How many reports it has learned from.</summary>
    public long Observations => Interlocked.Read(ref _observations);

    /// <summary>By how much more tokens than its family's average a text of this model takes; 1 before the first report.</summary>
    public double Factor
    {
        get
        {
            lock (_lock)
            {
                return 1 + _scale;
            }
        }
    }

    /// <summary>The likeliest count of input tokens.</summary>
    public long Estimate(in RequestProfile profile)
    {
        lock (_lock)
        {
            return Count(Expected(profile).Tokens);
        }
    }

    /// <summary>A count that the provider's rarely exceeds, for reservations and limits: 40 % above the estimate before the first report, then as far as one in twenty reports has been above it.</summary>
    public long UpperBound(in RequestProfile profile)
    {
        lock (_lock)
        {
            return Count((Expected(profile).Tokens * Math.Exp(_margin)) + (profile[RequestPart.Image] * (TokenEstimate.PerImage - Family.Image)));
        }
    }

    /// <summary>The likeliest count of output tokens that a text is, reasoning aside.</summary>
    public long EstimateOutput(ReadOnlySpan<char> text)
    {
        var tokens = Family.Vocabulary.OfText(TextProfile.Of(text));
        return text.IsEmpty ? 0 : Count(tokens * Factor);
    }

    /// <summary>Learns from what a provider reported for a request; ignores requests with parts whose tokens no text shows.</summary>
    /// <param name="profile">The request.</param>
    /// <param name="reported">Its input tokens, cached and cache-written ones included.</param>
    public void Observe(in RequestProfile profile, long reported)
    {
        if (reported <= 0 || !profile.IsText)
        {
            return;
        }

        lock (_lock)
        {
            var (tokens, text, offset, key) = Expected(profile);
            Widen(Math.Log(reported / tokens));

            var error = reported - tokens;
            var noise = Square((TextNoise * text) + CountNoise);
            var expected = noise + offset.Variance + (_scaleVariance * text * text);
            var far = Math.Abs(error) / Math.Sqrt(expected);
            if (far > Gate)
            {
                expected += noise * (Square(2 * far / Gate) - 1);
            }

            var gain = _scaleVariance * text / (expected + Square(ScaleFloor) + Square(ScaleTextNoise * text));
            _scale = Math.Clamp(_scale + (gain * error), -0.5, 1);
            _scaleVariance = Math.Max(_scaleVariance * (1 - (gain * text)), LeastScaleVariance);

            var share = offset.Variance / expected;
            Remember(key, new Offset(offset.Tokens + (share * error), offset.Variance * (1 - share)));
            _observations++;
        }
    }

    private (double Tokens, double Text, Offset Offset, ulong Key) Expected(in RequestProfile profile)
    {
        var (text, tools, key) = (Family.OfText(profile), Family.OfTools(profile), profile.ToolSet);
        if (!_offsets.TryGetValue(key, out var offset))
        {
            offset = new Offset(0, Square(key == 0 ? OffsetNoise : ToolsNoise));
        }

        return (Math.Max(1, (text * (1 + _scale)) + tools + offset.Tokens), text, offset, key);
    }

    /// <summary>Moves the margin towards the 95th percentile of the error, by steps that balance there.</summary>
    private void Widen(double above)
    {
        var step = _observations == 0 ? 0 : MarginStep * (above > _margin ? Quantile : Quantile - 1);
        _margin = Math.Clamp(_margin + step, Math.Log(LeastMargin), Math.Log(MostMargin));
    }

    private void Remember(ulong key, Offset offset)
    {
        if (_offsets.TryAdd(key, offset))
        {
            _toolSets.Enqueue(key);
            if (_toolSets.Count > MaxToolSets)
            {
                _offsets.Remove(_toolSets.Dequeue());
            }
        }
        else
        {
            _offsets[key] = offset;
        }
    }

    private static double Square(double value) => value * value;

    private static long Count(double tokens) => Math.Max(1, (long)Math.Ceiling(tokens - 0.5));

    private readonly record struct Offset(double Tokens, double Variance);
}
