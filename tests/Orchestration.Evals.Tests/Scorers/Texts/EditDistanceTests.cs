using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Tests.Scorers.Texts;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Saturday", "Sunday", 3)]
    [InlineData("", "tea", 3)]
    [InlineData("intention", "execution", 5)]
    [InlineData("🍵tea", "🍵sea", 1)]
    public void Distances_are_those_of_the_textbooks(string left, string right, int distance) =>
        Assert.Equal(distance, EditDistance.Between(EditDistance.Scalars(left), EditDistance.Scalars(right)));

    [Fact]
    public void The_bit_vectors_agree_with_the_table_at_all_lengths_around_a_block()
    {
        var random = new Random(7);
        for (var i = 0; i < 600; i++)
        {
            var (left, right) = (Random(random, random.Next(200)), Random(random, random.Next(200)));

            Assert.Equal(ByTable(left, right), EditDistance.Between(left, right));
        }
    }

    [Fact]
    public void Similarity_is_symmetric_from_0_to_1_and_1_for_equal_texts_only() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        ArbMap.Default.ArbFor<NonNull<string>>(),
        static (left, right) =>
        {
            var similarity = EditDistance.Similarity(left.Get, right.Get);
            return similarity is >= 0 and <= 1
                && similarity == EditDistance.Similarity(right.Get, left.Get)
                && EditDistance.Similarity(left.Get, left.Get) == 1
                && (similarity < 1 || EditDistance.Scalars(left.Get).AsSpan().SequenceEqual(EditDistance.Scalars(right.Get)));
        }).QuickCheckThrowOnFailure();

    private static int[] Random(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(4))];

    private static int ByTable(int[] left, int[] right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var above = row[j + 1];
                row[j + 1] = Math.Min(Math.Min(above, row[j]) + 1, diagonal + (left[i] == right[j] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
