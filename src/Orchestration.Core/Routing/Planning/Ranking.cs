namespace Orchestration.Routing.Planning;

/// <summary>The order of the candidates of a route that meet its envelope: the request's own tier before harder ones, the punctual before the late, the cheaper before the dearer, the faster of the late first.</summary>
internal static class Ranking
{
    /// <summary>Costs that differ by less than this share are equal: an expectation is no more exact than that.</summary>
    private const double Equal = 0.01;

    public static void Order(Span<ScoredModel> models, ResolvedRoute route)
    {
        Sort(models);
        for (var start = 0; start < models.Length;)
        {
            var end = start + 1;
            while (end < models.Length && AreEqual(in models[start], in models[end]))
            {
                end++;
            }

            if (end - start > 1)
            {
                var equals = models[start..end];
                var warm = Warmest(equals);
                Rotate(equals, warm >= 0 ? warm : route.TurnOf(equals.Length));
            }

            start = end;
        }
    }

    /// <summary>Puts the one at a place first, those after it next, and those before it last.</summary>
    public static void Rotate(Span<ScoredModel> models, int first)
    {
        models[..first].Reverse();
        models[first..].Reverse();
        models.Reverse();
    }

    /// <summary>The endpoint that saw the beginning of the conversation last: one that has failed since has handed it over.</summary>
    /// <returns>-1 when no endpoint is warm.</returns>
    public static int Warmest(ReadOnlySpan<ScoredModel> models)
    {
        var warmest = -1;
        for (var i = 0; i < models.Length; i++)
        {
            if (models[i].Warmth > (warmest < 0 ? 0 : models[warmest].Warmth))
            {
                warmest = i;
            }
        }

        return warmest;
    }

    public static bool AreEqual(in ScoredModel cheaper, in ScoredModel other) =>
        cheaper.TiersAbove == other.TiersAbove && !cheaper.IsLate && !other.IsLate && other.CostNano <= cheaper.CostNano * (1 + Equal);

    // A dozen candidates: by insertion, and stable, so that equals begin in the order they were listed.
    private static void Sort(Span<ScoredModel> models)
    {
        for (var i = 1; i < models.Length; i++)
        {
            var place = i;
            while (place > 0 && Precedes(in models[i], in models[place - 1]))
            {
                place--;
            }

            if (place < i)
            {
                var moved = models[i];
                models[place..i].CopyTo(models[(place + 1)..]);
                models[place] = moved;
            }
        }
    }

    private static bool Precedes(in ScoredModel one, in ScoredModel other) =>
        one.TiersAbove != other.TiersAbove ? one.TiersAbove < other.TiersAbove
        : one.Lateness != other.Lateness ? one.Lateness < other.Lateness
        : one.SortCost < other.SortCost;
}
