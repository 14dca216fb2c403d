using System.Globalization;
using System.IO.Compression;
using System.Text;
using Orchestration.Prompts.Unicode;

namespace Orchestration.Core.Tests.Prompts;

public sealed class CanonicalCompositionTests
{
    private static bool RuntimeNormalizes => "e\u0301".Normalize(NormalizationForm.FormC).Length == 1;

    [Fact]
    public void Every_line_of_the_official_test_holds()
    {
        var lines = 0;
        var listed = new HashSet<int>();
        var part1 = false;
        foreach (var line in OfficialTest())
        {
            if (line[0] is '#' or '@')
            {
                part1 = line.StartsWith("@Part1", StringComparison.Ordinal) || (part1 && line[0] == '#');
                continue;
            }

            var columns = line.Split(';').Take(5).Select(TextOf).ToArray();
            if (part1)
            {
                listed.Add(Rune.GetRuneAt(columns[0], 0).Value);
            }

            Assert.Equal(columns[1], Compose(columns[0]));
            Assert.Equal(columns[1], Compose(columns[1]));
            Assert.Equal(columns[1], Compose(columns[2]));
            Assert.Equal(columns[3], Compose(columns[3]));
            Assert.Equal(columns[3], Compose(columns[4]));
            lines++;
        }

        Assert.True(lines > 18_000, $"{lines} lines");
        foreach (var rune in AllRunes().Where(rune => !listed.Contains(rune.Value)))
        {
            Assert.Equal(rune.ToString(), Compose(rune.ToString()));
        }
    }

    [Fact]
    public void Every_code_point_composes_as_the_runtime_composes_it()
    {
        Assert.SkipUnless(RuntimeNormalizes, "This process runs with InvariantGlobalization: there is nothing to compare with.");

        foreach (var rune in AllRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned))
        {
            Assert.Equal(rune.ToString().Normalize(NormalizationForm.FormC), Compose(rune.ToString()));
            Assert.Equal(rune.ToString().Normalize(NormalizationForm.FormC), Compose(rune.ToString().Normalize(NormalizationForm.FormD)));
        }
    }

    [Fact]
    public void Random_strings_compose_as_the_runtime_composes_them()
    {
        Assert.SkipUnless(RuntimeNormalizes, "This process runs with InvariantGlobalization: there is nothing to compare with.");
        var random = new Random(20_15);
        var pool = AllRunes().Where(rune => CodePoints.FactsOf(rune.Value) is var facts
            && (facts.CombiningClass != 0 || facts.Has(CharTraits.NotNfc | CharTraits.Decomposes | CharTraits.LeadingJamo))).ToArray();

        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pool[random.Next(pool.Length)].ToString()));
            Assert.Equal(text.Normalize(NormalizationForm.FormC), Compose(text));
        }
    }

    [Fact]
    public void A_long_run_of_marks_is_put_in_order_without_quadratic_work()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 100_000));

        var composed = Compose("a" + marks);

        Assert.StartsWith("\u1EA1\u0323", composed, StringComparison.Ordinal);
        Assert.EndsWith("\u0301", composed, StringComparison.Ordinal);
    }

    [Fact]
    public void This_test_process_runs_in_the_globalization_mode_it_was_built_for()
    {
#if INVARIANT
        Assert.False(RuntimeNormalizes);
#else
        Assert.True(RuntimeNormalizes);
#endif
    }

    private static string Compose(string text)
    {
        using var output = new TextBuffer(4);
        CanonicalComposition.Append(text, output);
        return output.Written.ToString();
    }

    private static IEnumerable<Rune> AllRunes() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(codePoint => new Rune(codePoint));

    private static string TextOf(string column) =>
        string.Concat(column.Split(' ').Select(hex => char.ConvertFromUtf32(int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    private static IEnumerable<string> OfficialTest()
    {
        using var resource = typeof(CanonicalCompositionTests).Assembly.GetManifestResourceStream("NormalizationTest-15.0.0.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
