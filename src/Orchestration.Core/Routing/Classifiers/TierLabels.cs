namespace Orchestration.Routing.Classifiers;

/// <summary>Reads from the scores of its answers how hard a request is.</summary>
internal sealed class TierLabels
{
    private readonly double _goodScore;
    private readonly RequestClass[] _ladder;
    private readonly Dictionary<string, RequestClass> _classOfModel = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There are fewer than two tiers, or a model is in two.</exception>
    public TierLabels(ClassifierTrainingOptions options)
    {
        _goodScore = options.GoodScore;
        _ladder = [.. options.Tiers.Keys.Order()];
        if (_ladder.Length < 2)
        {
            throw new ArgumentException($"The options of the training are wrong: Tiers names {_ladder.Length} of the classes; the least is 2.", nameof(options));
        }

        foreach (var (@class, models) in options.Tiers)
        {
            foreach (var model in models)
            {
                if (!_classOfModel.TryAdd(model, @class))
                {
                    throw new ArgumentException($"The options of the training are wrong: Tiers names the model '{model}' twice.", nameof(options));
                }
            }
        }
    }

    /// <summary>The class of each request whose scores tell it, by the request's hash.</summary>
    public Dictionary<string, RequestClass> Of(IEnumerable<ScoredAnswer> scores, out int undecided)
    {
        var labels = new Dictionary<string, RequestClass>(StringComparer.Ordinal);
        undecided = 0;
        foreach (var request in scores.Where(score => _classOfModel.ContainsKey(score.Model)).GroupBy(static score => score.RequestHash, StringComparer.Ordinal))
        {
            if (ClassOf(request.ToLookup(score => _classOfModel[score.Model], static score => score.Score)) is { } @class)
            {
                labels.Add(request.Key, @class);
            }
            else
            {
                undecided++;
            }
        }

        return labels;
    }

    private RequestClass? ClassOf(ILookup<RequestClass, double> scores)
    {
        foreach (var @class in _ladder.AsSpan(0, _ladder.Length - 1))
        {
            if (!scores.Contains(@class))
            {
                return null;
            }

            // Summed in order of size, so that the order in which scores come makes no difference to the last bit.
            if (scores[@class].Order().Average() >= _goodScore)
            {
                return @class;
            }
        }

        return _ladder[^1];
    }
}
