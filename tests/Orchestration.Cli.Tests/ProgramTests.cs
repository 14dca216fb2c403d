namespace Orchestration.Cli.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void The_tool_is_called_orchestration() => Assert.Equal("orchestration", System.Reflection.Assembly.Load("orchestration").GetName().Name);
}
