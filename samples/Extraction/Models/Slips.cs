using System.Text.Json.Nodes;

namespace Extraction.Models;

/// <summary>The mistakes that models make with JSON.</summary>
internal static class Slips
{
    public static Answer None(JsonObject warning, Occasion occasion) => Answer.Of(warning);

    public static Answer Talk(JsonObject warning, Occasion occasion) =>
        new($"Sure! Here is what the warning says:\n\n```json\n{Answer.Of(warning).Text}\n```\n\nLet me know if you need anything else.");

    public static Answer Loose(JsonObject warning, Occasion occasion)
    {
        switch (occasion)
        {
            case { IsRepair: true }:
                break;

            case { Kind: 0 }:
                warning["hazard"] = $"{warning["hazard"]} Warning";
                break;

            case { Kind: 1 }:
                warning["areas"] = string.Join(", ", warning["areas"]!.AsArray().Select(static area => $"{area}"));
                break;

            default:
                warning["windMph"] = warning["windMph"] is { } wind ? $"{wind} mph" : "none";
                break;
        }

        return Answer.Of(warning);
    }

    public static Answer Hasty(JsonObject warning, Occasion occasion)
    {
        switch (occasion)
        {
            // It has made up its mind, and no error message will change it.
            case { Kind: 3 }:
                warning["severity"] = "high";
                break;

            case { IsRepair: true }:
                break;

            case { Kind: 0 }:
                warning.Remove("issued");
                break;

            case { Kind: 1 }:
                var whole = Answer.Of(warning).Text;
                return new Answer(whole[..(whole.Length * 2 / 3)], IsCutOff: true);
        }

        return Answer.Of(warning);
    }
}
