using System.CommandLine;

namespace Orchestration.Cli.Commands.Catalog;

/// <summary><c>orchestration models</c>: what models cost, by the catalogue, by the application, and by the invoice.</summary>
internal static class ModelsGroup
{
    public static Command Create(Tool tool, CommonOptions common) => CommandTree.Group(
        "models",
        "Lists models and prices, checks the application's against the catalogue, and the log against a provider's invoice",
        ListCommand.Create(tool, common),
        PriceCommand.Create(tool, common),
        CheckCommand.Create(tool, common),
        ReconcileCommand.Create(tool, common));
}
