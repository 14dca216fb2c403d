using System.CommandLine;

namespace Orchestration.Cli.Commands;

/// <summary>Prints the script by which a shell completes the tool's commands and options.</summary>
internal static class CompletionCommand
{
    // Each asks the tool itself, by the [suggest:position] directive of System.CommandLine: new commands complete without a new script.
    private const string Bash = """
        _orchestration() {
            local line="${COMP_LINE}" suggestions
            suggestions="$(orchestration "[suggest:${COMP_POINT}]" "${line}" 2>/dev/null)"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "${suggestions}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _orchestration orchestration
        """;

    private const string Zsh = """
        #compdef orchestration
        _orchestration() {
            local -a suggestions
            suggestions=("${(@f)$(orchestration "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a suggestions
            _files
        }
        compdef _orchestration orchestration
        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName orchestration -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            orchestration "[suggest:$cursorPosition]" "$commandAst" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create(Tool tool)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new ExampledCommand("completion", "Prints a script that lets a shell complete commands and options", "completion bash >> ~/.bashrc") { shell };
        command.SetAction(parse => tool.Screen.Line(parse.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Pwsh }));
        return command;
    }
}
