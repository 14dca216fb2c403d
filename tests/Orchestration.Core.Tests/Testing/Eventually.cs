namespace Orchestration.Core.Tests.Testing;

/// <summary>Waits for what other threads are about to do. Fails after ten seconds, which no passing test comes near.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var token = TestContext.Current.CancellationToken;
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 10_000, "What was waited for did not come.");
            await Task.Delay(1, token);
        }
    }
}
