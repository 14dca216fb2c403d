using System.Reflection;
using Orchestration.Testing;

namespace Orchestration.Api.Tests;

/// <summary>The public surface of each package, line by line: whatever changes it shows in the diff of a file that a reviewer reads.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "ACCEPT_API=1 dotnet test --project tests/Orchestration.Api.Tests";

    [Theory]
    [InlineData("Orchestration.Core")]
    [InlineData("Orchestration.Evals")]
    [InlineData("Orchestration.Providers")]
    public async Task The_public_api_is_the_approved_one(string package)
    {
        var approved = Repository.PathOf("tests", "Orchestration.Api.Tests", "approved", $"{package}.txt");
        var received = Path.ChangeExtension(approved, ".received.txt");

        var api = PublicApi.Of(Assembly.Load(package));

        if (Environment.GetEnvironmentVariable("ACCEPT_API") == "1")
        {
            await File.WriteAllTextAsync(approved, api, TestContext.Current.CancellationToken);
        }

        if (File.Exists(approved) && await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken) == api)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, api, TestContext.Current.CancellationToken);
        Assert.Fail($"The public API of {package} is not the approved one. Compare {approved} with {received}; if the change is meant, accept it by\n\n    {Accept}\n\nand say in CHANGELOG.md what a user sees of it.");
    }
}
