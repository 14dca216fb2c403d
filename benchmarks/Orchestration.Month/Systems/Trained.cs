using Orchestration.Month.Clock;
using Orchestration.Month.Workload;
using Orchestration.Routing;

namespace Orchestration.Month.Systems;

/// <summary>A classifier trained as an application would: on requests of another month that people have labelled, with their errors.</summary>
internal static class Trained
{
    public const int Examples = 1_500;
    public const double WrongLabels = 0.05;

    /// <summary>Questions are made from a few dozen patterns, which is easier than life: one pattern in so many, told by its first letters, is kept from the training.</summary>
    public const int OneUnseenIn = 3;

    private const int FirstLetters = 10;

    public static ClassifierTrainingResult From(ulong seed) => ClassifierTraining.Train(
        Others(seed).Where(request => !IsUnseen(seed, TextOf(request))).Take(Examples).Select(request => (TextOf(request), LabelOf(seed, request))),
        new ClassifierTrainingOptions { Folds = 0 });

    private static IEnumerable<Request> Others(ulong seed) => new Arrivals(seed + 2_000_003, 6_000).Requests();

    private static string TextOf(Request request) => request.Conversation.Turns[^1].Text;

    private static bool IsUnseen(ulong seed, string text) => Draw.Of(seed, text[..Math.Min(FirstLetters, text.Length)]).Below(OneUnseenIn) == 0;

    private static RequestClass LabelOf(ulong seed, Request request)
    {
        var draw = Draw.Of(seed, "label", request.Index);
        return draw.Chance(WrongLabels) ? (RequestClass)draw.Below(3) : (RequestClass)(int)request.Difficulty;
    }
}
