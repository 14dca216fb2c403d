namespace Orchestration.Core.Tests.Schemas.Following;

/// <summary>A text in pieces of one to seven characters.</summary>
internal static class Cuts
{
    public static IEnumerable<string> Of(Random random, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 8), text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }
}
