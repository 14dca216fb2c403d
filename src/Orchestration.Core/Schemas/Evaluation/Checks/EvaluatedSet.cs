using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>Sets of children, by their place among their siblings, on a stack of bits: what <c>unevaluatedItems</c> and <c>unevaluatedProperties</c> go by. A set is known by where it begins.</summary>
internal static class EvaluatedSet
{
    /// <summary>Nobody asks.</summary>
    public const int None = -1;

    /// <summary>A new, empty set of as many children as the value has.</summary>
    public static int New(ref EvaluationRun evaluation, int token) => evaluation.Bits.Push(Words(evaluation[token].Count));

    /// <summary>A new set where one is asked for.</summary>
    public static int Branch(ref EvaluationRun evaluation, int token, int evaluated) => evaluated == None ? None : New(ref evaluation, token);

    public static void Add(Pooled<ulong> bits, int set, int child) => bits[set + (child >> 6)] |= 1UL << (child & 63);

    public static bool Contains(Pooled<ulong> bits, int set, int child) => (bits[set + (child >> 6)] & (1UL << (child & 63))) != 0;

    public static void AddAll(ref EvaluationRun evaluation, int token, int set) =>
        evaluation.Bits.Span.Slice(set, Words(evaluation[token].Count)).Fill(ulong.MaxValue);

    /// <summary>Adds to a set what a branch has evaluated.</summary>
    public static void Merge(ref EvaluationRun evaluation, int token, int set, int branch)
    {
        if (set == None)
        {
            return;
        }

        var bits = evaluation.Bits.Span;
        for (var i = 0; i < Words(evaluation[token].Count); i++)
        {
            bits[set + i] |= bits[branch + i];
        }
    }

    public static int Words(int count) => (count + 63) >> 6;
}
