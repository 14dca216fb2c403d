using Orchestration.Models;

namespace Orchestration.Schemas;

/// <summary>A schema that is not one, or that cannot be enforced as it is meant.</summary>
public sealed class JsonSchemaException : OrchestrationException
{
    internal JsonSchemaException(string path, string problem, Exception? inner = null)
        : base($"The JSON Schema cannot be used: at {(path.Length == 0 ? "its root" : path)}, {problem}", inner) => Path = path;

    /// <summary>Where in the schema, as a JSON Pointer, after the address of the document when it is not the one that was given; empty for its root.</summary>
    public string Path { get; }
}
