using Orchestration.Cli.Evals;

namespace Orchestration.Cli.Tests.Evals;

public sealed class RevisionTests : IDisposable
{
    private const string Commit = "4be1f0c2a5d84a3f9f2f0f8a5e1f3c7d9b6a1e20";

    private readonly CommandLine _cli = new();

    [Fact]
    public void A_commit_that_is_checked_out_is_the_revision()
    {
        Write(".git/HEAD", Commit);

        Assert.Equal(Commit, Revision.Of(Inner()));
    }

    [Fact]
    public void A_branch_is_followed_to_its_commit()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(".git/refs/heads/main", Commit + "\n");

        Assert.Equal(Commit, Revision.Of(Inner()));
    }

    [Fact]
    public void A_packed_branch_is_found()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(".git/packed-refs", $"# pack-refs with: peeled\n1111111111111111111111111111111111111111 refs/heads/other/main\n{Commit} refs/heads/main\n");

        Assert.Equal(Commit, Revision.Of(_cli.Folder));
    }

    [Fact]
    public void A_second_working_tree_has_its_branches_in_the_first()
    {
        Write("first/.git/worktrees/second/HEAD", "ref: refs/heads/main\n");
        Write("first/.git/worktrees/second/commondir", "../..\n");
        Write("first/.git/refs/heads/main", Commit);
        Write("second/.git", $"gitdir: {Path.Combine(_cli.Folder, "first", ".git", "worktrees", "second")}\n");

        Assert.Equal(Commit, Revision.Of(Path.Combine(_cli.Folder, "second")));
    }

    [Fact]
    public void A_branch_without_a_commit_has_no_revision()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");

        Assert.Null(Revision.Of(_cli.Folder));
    }

    public void Dispose() => _cli.Dispose();

    private string Inner()
    {
        var inner = Path.Combine(_cli.Folder, "src", "shop");
        Directory.CreateDirectory(inner);
        return inner;
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_cli.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
