namespace Orchestration.Cli;

/// <summary>What the tool ends with. 3 to 6 are the gate's outcomes.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>Something went wrong, or a check found something wrong.</summary>
    public const int ToolError = 1;

    /// <summary>The command was not understood, or names what is not there.</summary>
    public const int Usage = 2;

    public const int Regression = 3;

    public const int Inconclusive = 4;

    public const int BudgetExceeded = 5;

    public const int TooManyErrors = 6;

    /// <summary>Ctrl-C.</summary>
    public const int Cancelled = 130;
}
