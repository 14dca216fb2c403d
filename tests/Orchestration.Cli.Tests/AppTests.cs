namespace Orchestration.Cli.Tests;

public sealed class AppTests : IDisposable
{
    private readonly CommandLine _cli = new();

    [Fact]
    public async Task Help_ends_with_an_example()
    {
        var (code, output, _) = await _cli.RunAsync("audit", "list", "--help");

        Assert.Equal(0, code);
        Assert.Contains("Example:\n  orchestration audit list --tenant acme --failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_has_an_example()
    {
        foreach (var command in Commands(Cli.Commands.CommandTree.Root(new Tool(Display.Screen.Plain(TextWriter.Null, TextWriter.Null), static _ => null, _cli.Time, _cli.Folder)), ""))
        {
            var (code, output, _) = await _cli.RunAsync([.. command.Split(' '), "--help"]);

            Assert.True(code == 0 && output.Contains($"Example:\n  orchestration {command}", StringComparison.Ordinal), $"{command}: {output}");
        }

        static IEnumerable<string> Commands(System.CommandLine.Command command, string path) => command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(inner => Commands(inner, path.Length == 0 ? inner.Name : $"{path} {inner.Name}"));
    }

    [Fact]
    public async Task What_is_not_understood_ends_with_2_and_says_where_help_is()
    {
        var (code, output, error) = await _cli.RunAsync("audit", "list", "--color");

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("See: orchestration audit list --help", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task A_completion_script_asks_the_tool_itself(string shell)
    {
        var (code, output, _) = await _cli.RunAsync("completion", shell);

        Assert.Equal(0, code);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_completes_commands_and_options()
    {
        Assert.Contains("verify", (await _cli.RunAsync("[suggest:20]", "orchestration audit ")).Out.Split('\n'));
        Assert.Contains("--failed", (await _cli.RunAsync("[suggest:29]", "orchestration audit list --fa")).Out.Split('\n'));
    }

    [Fact]
    public async Task Without_a_log_it_is_said_how_to_name_one()
    {
        var (code, _, error) = await _cli.RunAsync("audit", "list");

        Assert.Equal(2, code);
        Assert.Contains("There is no audit log at 'audit'. Give --audit the folder", error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();
}
