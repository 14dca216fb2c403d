using Orchestration.Month.Clock;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Systems;

/// <summary>
/// Chooses the models of each class as an application would: from evals on a golden set, from the price list, and from last month's requests. The cheapest choice whose expected quality is not below
/// the single model's.
/// </summary>
internal sealed class TierPlan
{
    /// <summary>Cases of the golden set in each class.</summary>
    public const int Cases = 1_000;

    /// <summary>By how much the plan is to be better than the single model, for evals and classifier err.</summary>
    public const double Margin = 0.005;

    /// <summary>How far a model's score may be below that of the chosen one, to stand in for it in its tier.</summary>
    public const double Tolerance = 0.02;

    private static readonly Difficulty[] Classes = Enum.GetValues<Difficulty>();

    private readonly Dictionary<(string Model, Difficulty Class), double> _scores = [];
    private readonly double[] _shares = new double[Classes.Length];
    private readonly double[] _input = new double[Classes.Length];
    private readonly double[] _output = new double[Classes.Length];

    /// <summary>The chosen model of each class.</summary>
    public Dictionary<Difficulty, string> Chosen { get; } = [];

    /// <summary>The models of each class, the chosen one first.</summary>
    public Dictionary<Difficulty, string[]> Tiers { get; } = [];

    /// <summary>Who is asked when a whole tier fails: the able models, in turn by provider.</summary>
    public IReadOnlyList<string> Reserve { get; } = ["gpt-5.6-terra", ModelSheets.Single, "gemini-3.1-pro-preview", "gemini-3.5-flash", "gpt-5.4-mini", "gpt-oss-120b"];

    /// <param name="sheets">The models.</param>
    /// <param name="seed">The month's.</param>
    /// <param name="margin">By how much the expected quality is to be above the single model's.</param>
    public static TierPlan From(IReadOnlyList<ModelSheet> sheets, ulong seed, double margin = Margin)
    {
        var plan = new TierPlan();
        plan.Score(sheets, seed);
        plan.MeasureLastMonth(seed);
        plan.Choose(sheets, margin);
        return plan;
    }

    public string InWords() =>
        $"the library with one route. Models by class, chosen from evals of {Cases:N0} cases a class, the price list and the requests of another month, so that the expected quality is {Margin:0.000} above the single "
        + $"model's at the least cost, with those at most {Tolerance:0.00} worse and not cheaper beside the chosen one: {string.Join("; ", Classes.Select(difficulty => $"{difficulty.ToString().ToLowerInvariant()}: {string.Join(", ", Tiers[difficulty])}"))}. "
        + $"Of these the router asks the cheapest whose first token comes within {Contenders.FirstToken.TotalSeconds:0} s. Then, in order: {string.Join(", ", Reserve)}. Requests are judged by a classifier trained on {Trained.Examples:N0} requests of a third month, of whose labels {Trained.WrongLabels:P0} are drawn at random and which hold none of one pattern of questions in {Trained.OneUnseenIn}; exact cache for {Contenders.CacheLifetime.TotalDays:0} days; a second "
        + $"model after {Contenders.HedgeAfter.TotalSeconds:0} s without a first token; splicing as it comes; two attempts on one model and eight in all.";

    /// <summary>The score that the evals gave a model over all classes.</summary>
    public double ScoreOf(string model) => Classes.Sum(difficulty => _shares[(int)difficulty] * _scores[(model, difficulty)]);

    private void Score(IReadOnlyList<ModelSheet> sheets, ulong seed)
    {
        foreach (var sheet in sheets)
        {
            foreach (var difficulty in Classes)
            {
                var draw = Draw.Of(seed, "eval " + sheet.Name, (long)difficulty);
                var quality = sheet.Quality(difficulty);
                _scores[(sheet.Name, difficulty)] = (double)Enumerable.Range(0, Cases).Count(_ => draw.Chance(quality)) / Cases;
            }
        }
    }

    // A month of its own, so that nothing is known of the one to come.
    private void MeasureLastMonth(ulong seed)
    {
        var counts = new double[Classes.Length];
        foreach (var request in new Arrivals(seed + 1_000_003, 6_000).Requests())
        {
            var at = (int)request.Difficulty;
            counts[at]++;
            _input[at] += (request.Conversation.Instructions.Length + request.Conversation.Turns.Sum(static turn => turn.Text.Length)) / 4.0;
            _output[at] += request.Answer.Length / 4.0;
        }

        for (var i = 0; i < counts.Length; i++)
        {
            (_input[i], _output[i], _shares[i]) = (_input[i] / counts[i], _output[i] / counts[i], counts[i] / counts.Sum());
        }
    }

    private void Choose(IReadOnlyList<ModelSheet> sheets, double margin)
    {
        var floor = ScoreOf(ModelSheets.Single) + margin;
        var best = (
            from simple in sheets
            from moderate in sheets
            from complex in sheets
            let choice = new[] { simple, moderate, complex }
            where Classes.Sum(difficulty => _shares[(int)difficulty] * _scores[(choice[(int)difficulty].Name, difficulty)]) >= floor
            select choice).MinBy(choice => Classes.Sum(difficulty => _shares[(int)difficulty] * CostOf(choice[(int)difficulty], difficulty)))!;
        foreach (var difficulty in Classes)
        {
            var chosen = best[(int)difficulty];
            Chosen[difficulty] = chosen.Name;
            Tiers[difficulty] =
            [
                .. from sheet in sheets
                   where CostOf(sheet, difficulty) >= CostOf(chosen, difficulty) && _scores[(sheet.Name, difficulty)] >= _scores[(chosen.Name, difficulty)] - Tolerance
                   orderby CostOf(sheet, difficulty)
                   select sheet.Name,
            ];
        }
    }

    /// <summary>US dollars a request, when half of the input is read from the prompt cache where there is one.</summary>
    private double CostOf(ModelSheet sheet, Difficulty difficulty)
    {
        var price = sheet.Price;
        var cached = sheet.CachedFrom is null ? price.InputUsdPerMillion : price.CachedInputUsdPerMillion ?? price.InputUsdPerMillion;
        var fresh = price.CacheWriteUsdPerMillion ?? price.InputUsdPerMillion;
        return ((_input[(int)difficulty] * (double)(cached + fresh) / 2) + (_output[(int)difficulty] * (double)price.OutputUsdPerMillion)) / 1e6;
    }
}
