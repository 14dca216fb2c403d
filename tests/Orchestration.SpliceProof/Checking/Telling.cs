using Orchestration.Simulator;

namespace Orchestration.SpliceProof.Checking;

/// <summary>The ways to tell an answer: part by part, each in the wording of the teller whose turn it is; a turn never goes back.</summary>
internal sealed class Telling(string answer, IReadOnlyList<Continuation> successors)
{
    private const int ShownCharacters = 40;

    private readonly IReadOnlyList<RewordedPart> _parts = Rewording.PartsOf(answer);

    /// <summary>Parts read so far, whose turn it is (0 = the first model), and characters of the text read.</summary>
    private readonly record struct State(int Part, int Teller, int At);

    public Verdict Read(string delivered, bool isWhole)
    {
        var offsets = Offsets();
        var (open, seen, best) = (new Stack<State>([default]), new HashSet<State>(), default(State));
        while (open.TryPop(out var state))
        {
            if (!seen.Add(state))
            {
                continue;
            }

            best = state.At > best.At || (state.At == best.At && state.Part > best.Part) ? state : best;
            var rest = delivered.AsSpan(state.At);
            if (rest.IsEmpty && (!isWhole || state.Part == _parts.Count))
            {
                return Verdict.Clean;
            }

            for (var teller = state.Teller + 1; teller <= successors.Count; teller++)
            {
                if (EndsAsAnotherAnswer(successors[teller - 1], offsets[state.Part], rest, isWhole))
                {
                    return Verdict.AnotherAnswer;
                }

                if (successors[teller - 1].Instead is null)
                {
                    open.Push(state with { Teller = teller });
                    PushOtherBlank(open, state with { Teller = teller }, offsets[state.Part], delivered);
                }
            }

            if (state.Part == _parts.Count)
            {
                continue;
            }

            var part = _parts[state.Part].In(state.Teller == 0 ? Wording.Same : successors[state.Teller - 1].Wording);
            if (rest.StartsWith(part, StringComparison.Ordinal))
            {
                open.Push(new State(state.Part + 1, state.Teller, state.At + part.Length));
            }
            else if (!isWhole && rest.Length < part.Length && part.AsSpan().StartsWith(rest, StringComparison.Ordinal))
            {
                return Verdict.Clean;
            }
        }

        return Explain(delivered, best.At, offsets[best.Part]);
    }

    /// <summary>A successor that begins with white space, or leaves it out, may have its way where that changes nothing but the look of the place.</summary>
    private void PushOtherBlank(Stack<State> open, State state, int offset, string delivered)
    {
        var how = successors[state.Teller - 1];
        if (!how.OmitsLeadingWhiteSpace && !how.Before.AsSpan().ContainsAny(" \n"))
        {
            return;
        }

        if (offset > 0 && char.IsWhiteSpace(answer[offset - 1]))
        {
            return;
        }

        var due = BlankAt(answer, offset);
        var came = BlankAt(delivered, state.At);
        if (came.Length == 0 || due.SequenceEqual(came) || !Blanks.MayStandFor(answer, offset, due, came))
        {
            return;
        }

        var part = state.Part;
        for (var left = due.Length; left > 0; part++)
        {
            left -= _parts[part].Text.Length;
            if (left < 0)
            {
                return;
            }
        }

        open.Push(new State(part, state.Teller, state.At + came.Length));
    }

    /// <summary>Nothing tells another answer from the rest of this one, if it begins where a word may.</summary>
    private bool EndsAsAnotherAnswer(Continuation how, int offset, ReadOnlySpan<char> rest, bool isWhole)
    {
        if (how.Instead is not { Length: > 0 } other || !Cases.KnownAnswer.All.Any(known => known.Text == answer && Cases.Phrases.OtherAnswer(known) == other))
        {
            return false;
        }

        var came = rest.TrimStart();
        var isInWord = offset > 0 && char.IsLetterOrDigit(answer[offset - 1]) && came.Length == rest.Length && answer[offset - 1] < '\u2E80';
        return !isInWord && came.Length > 0 && (isWhole ? came.SequenceEqual(other) : other.AsSpan().StartsWith(came, StringComparison.Ordinal));
    }

    private Verdict Explain(string delivered, int at, int offset)
    {
        var (due, came) = (Show(answer, offset), Show(delivered, at));
        var explanation = $"after «{Show(delivered, Math.Max(0, at - ShownCharacters), at)}» should come «{due}» but «{came}» came";
        if (at == delivered.Length)
        {
            return new Verdict(Finding.Missing, at, explanation);
        }

        var next = delivered.AsSpan(at, Math.Min(12, delivered.Length - at)).Trim().ToString();
        var finding = next.Length == 0 ? Finding.Broken
            : answer.AsSpan(Math.Min(answer.Length, offset + 1)).Contains(next, StringComparison.Ordinal) && offset < answer.Length ? Finding.Missing
            : answer.AsSpan(0, Math.Min(answer.Length, offset + next.Length)).Contains(next, StringComparison.Ordinal) ? Finding.Doubled
            : Finding.Broken;
        return new Verdict(finding, at, explanation);
    }

    private int[] Offsets()
    {
        var offsets = new int[_parts.Count + 1];
        for (var i = 0; i < _parts.Count; i++)
        {
            offsets[i + 1] = offsets[i] + _parts[i].Text.Length;
        }

        return offsets;
    }

    private static ReadOnlySpan<char> BlankAt(string text, int at)
    {
        var rest = text.AsSpan(at);
        return rest[..(rest.Length - rest.TrimStart().Length)];
    }

    private static string Show(string text, int from, int? to = null) =>
        text[from..(to ?? Math.Min(text.Length, from + ShownCharacters))].Replace("\n", "\\n", StringComparison.Ordinal);
}
