using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestration.Prompts;

namespace Orchestration.Evals.Scorers.Judging;

/// <summary>The hash of all that a verdict depends on.</summary>
internal static class JudgeVersion
{
    private const int Digits = 16;

    public static string Of(Judge judge)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(JudgePrompts.Fixed);
        Add(judge.Compares ? judge.Criterion ?? "any" : judge.Rubric?.Criterion ?? "the case's");
        if (judge.Rubric is { } rubric)
        {
            foreach (var (level, anchor) in rubric.Anchors)
            {
                Add(string.Create(CultureInfo.InvariantCulture, $"{level}"));
                Add(anchor);
            }
        }

        Add(string.Create(CultureInfo.InvariantCulture, $"{judge.Compares} {judge.Judges} {judge.Least} {judge.ShowsInput} {judge.ShowsReference} {judge.At}"));
        Add(OptionsOf(judge.Options));
        Add(judge.Policy.Route ?? string.Empty);
        foreach (var model in judge.Models)
        {
            Add(model);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];

        // Behind its length, so that two texts cannot change places with one.
        void Add(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(utf8.Length));
            hash.AppendData(utf8);
        }
    }

    private static string OptionsOf(PromptOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.Temperature} {options.TopP} {options.MaxOutputTokens} {options.Seed} {(options.ReasoningEffort is { } effort ? (int)effort : -1)} {string.Join(' ', options.Additional.Select(static option => $"{option.Key}={option.Value}"))}");
}
