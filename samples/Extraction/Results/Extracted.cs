using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Extraction.Warnings;

namespace Extraction.Results;

/// <summary>What a model found in a document.</summary>
internal sealed record Extracted(string Document, string Model, Warning Record)
{
    // Records are recorded without a blank; a file is read by people too.
    private static readonly WarningJson ForPeople = new(new JsonSerializerOptions(WarningJson.Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes <c>records.json</c> and <c>records.csv</c>.</summary>
    public static async Task WriteAsync(IReadOnlyList<Extracted> records, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "records.json"), JsonSerializer.Serialize(records, ForPeople.IReadOnlyListExtracted) + "\n", cancellationToken);

        // Spreadsheets take a file without a byte order mark for one in their own country's encoding.
        await File.WriteAllTextAsync(Path.Combine(folder, "records.csv"), Csv.Of(records), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), cancellationToken);
    }
}
