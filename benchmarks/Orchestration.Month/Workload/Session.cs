using Orchestration.Month.Clock;

namespace Orchestration.Month.Workload;

/// <summary>One user's conversation with one application: each turn carries all that was said before. Texts are made as they are needed.</summary>
internal sealed class Session(ulong seed, int number, App app, string instructions, int? popular)
{
    private readonly List<Turn> _said = [];
    private string _path = app.Name;

    public Request Ask(int index, int turn, DateTimeOffset at)
    {
        // A popular conversation begins, and may go on, as others did; any other is its user's own.
        var what = popular is { } entry ? Draw.Of(seed, "popular", App.All.IndexOf(app), entry, turn == 0 ? 0 : BranchOf(turn)) : Draw.Of(seed, "own", number, turn);
        var difficulty = (Difficulty)what.Weighted(app.Mix);
        var text = turn == 0 ? Questions.First(difficulty, ref what) : Questions.FollowUp(difficulty, ref what);
        if (popular is null && turn == 0)
        {
            text += FormattableString.Invariant($" (My reference is {(char)('A' + (number % 26))}{number:D6}.)");
        }

        _path += "\n\n" + text;
        var meaning = Draw.Of(seed, _path).Next();
        var manner = Draw.Of(seed, "answer", (long)meaning);
        var answer = Prose.Answer(ref manner, Questions.AnswerLength(difficulty, ref manner), hasCode: app.Name == "coding");
        var spelling = Draw.Of(seed, "spelling", number, turn);
        _said.Add(new Turn(IsUser: true, Spelling.Vary(text, ref spelling)));
        var request = new Request
        {
            Index = index,
            At = at,
            App = app.Name,
            Difficulty = difficulty,
            Conversation = new Conversation(instructions, [.. _said]),
            Answer = answer,
            Meaning = meaning,
        };
        _said.Add(new Turn(IsUser: false, answer));
        return request;
    }

    // Popular questions are mostly followed up in one of a few ways.
    private long BranchOf(int turn)
    {
        var choice = Draw.Of(seed, "branch", number, turn);
        return (turn * 100) + (int)Math.Min(40, choice.Exponential(6));
    }
}

internal static class Lists
{
    public static int IndexOf<T>(this IReadOnlyList<T> list, T item)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(list[i], item))
            {
                return i;
            }
        }

        return -1;
    }
}
