using Orchestration.Evals.Inference;

namespace Orchestration.Evals.Tests.Inference;

public sealed class FromFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_stands_for_its_json_files()
    {
        Write("b.json", """{"a":2}""");
        Write("a.json", """{"a":1,"b":true}""");
        Write("notes.txt", """{"c":1}""");

        var inferred = await SchemaInference.FromFilesAsync([_folder], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, inferred.SampleCount);
        Assert.Equal(["a", "b"], inferred.Schema.Document.GetProperty("properties").EnumerateObject().Select(static property => property.Name));
    }

    [Fact]
    public async Task A_file_that_is_named_is_read_whatever_its_ending()
    {
        var inferred = await SchemaInference.FromFilesAsync([Write("a.txt", "Here:\n{\"a\":1}"), Write("b.json", """{"a":2}""")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, inferred.SampleCount);
        Assert.Empty(inferred.Skipped);
    }

    [Fact]
    public async Task A_file_without_json_is_skipped_and_says_why()
    {
        var talk = Write("a.json", "I am sorry.");
        var cut = Write("b.json", """{"a":{"b":1},"c":""");
        Write("c.json", """{"a":{"b":2},"c":3}""");

        var inferred = await SchemaInference.FromFilesAsync([_folder], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, inferred.SampleCount);
        Assert.Equal([new SkippedSample(talk, "It holds no JSON."), new SkippedSample(cut, "Its JSON breaks off.")], inferred.Skipped);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => SchemaInference.FromFilesAsync([Path.Combine(_folder, "none.json")], cancellationToken: TestContext.Current.CancellationToken));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
