using System.Xml.Linq;

namespace Orchestration.Packaging.Tests;

public sealed class PackageTests
{
    [Theory]
    [InlineData("Orchestration.Core")]
    [InlineData("Orchestration.Evals")]
    [InlineData("Orchestration.Providers")]
    public void A_package_holds_the_assembly_its_documentation_the_readme_and_the_licence(string package)
    {
        var names = Packages.NamesIn($"{package}.?.?.?.nupkg");

        Assert.Superset(new HashSet<string> { $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", "README.md", "LICENSE" }, names.ToHashSet());
    }

    [Fact]
    public void The_licences_of_embedded_data_come_with_it()
    {
        var names = Packages.NamesIn("Orchestration.Core.?.?.?.nupkg");

        Assert.Superset(new HashSet<string> { "licenses/LICENSE-UNICODE.txt", "licenses/LICENSE-LITELLM.txt" }, names.ToHashSet());
    }

    [Fact]
    public void The_schema_of_golden_sets_comes_with_evals() =>
        Assert.Contains("schemas/golden-set.schema.json", Packages.NamesIn("Orchestration.Evals.?.?.?.nupkg"));

    [Theory]
    [InlineData("Orchestration.Core")]
    [InlineData("Orchestration.Evals")]
    [InlineData("Orchestration.Providers")]
    public void Symbols_come_in_a_package_of_their_own(string package) =>
        Assert.Contains($"lib/net10.0/{package}.pdb", Packages.NamesIn($"{package}.?.?.?.snupkg"));

    [Theory]
    [InlineData("Orchestration.Core")]
    [InlineData("Orchestration.Evals")]
    [InlineData("Orchestration.Providers")]
    [InlineData("Orchestration.Cli")]
    public void A_package_says_what_it_is(string package)
    {
        using var archive = Packages.Open($"{package}.?.?.?.nupkg");
        using var nuspec = archive.GetEntry($"{package}.nuspec")!.Open();

        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();

        string Of(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal("MIT", Of("license"));
        Assert.Equal("README.md", Of("readme"));
        Assert.Contains("llm", Of("tags").Split(' '));
        Assert.True(Of("description").Length > 50);
    }
}
