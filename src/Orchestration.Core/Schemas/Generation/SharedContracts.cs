using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>Finds which contracts a schema needs in more than one place, or inside themselves: those stand once, in <c>$defs</c>.</summary>
internal sealed class SharedContracts
{
    private readonly HashSet<JsonTypeInfo> _seen = [];
    private readonly HashSet<JsonTypeInfo> _open = [];
    private readonly HashSet<JsonTypeInfo> _shared = [];

    private SharedContracts()
    {
    }

    public static IReadOnlySet<JsonTypeInfo> Of(JsonTypeInfo root)
    {
        var contracts = new SharedContracts();
        contracts.Visit(root);
        return contracts._shared;
    }

    private void Visit(JsonTypeInfo contract)
    {
        var isRecursive = !_open.Add(contract);
        if (isRecursive || (contract.Kind == JsonTypeInfoKind.Object && !_seen.Add(contract)))
        {
            _shared.Add(contract);
            if (!isRecursive)
            {
                _open.Remove(contract);
            }

            return;
        }

        VisitParts(contract);
        foreach (var derived in Contracts.DerivedOf(contract))
        {
            VisitParts(derived.Contract);
        }

        _open.Remove(contract);
    }

    private void VisitParts(JsonTypeInfo contract)
    {
        foreach (var property in Contracts.PropertiesOf(contract))
        {
            if (!Contracts.HasOwnForm(contract, property))
            {
                Visit(Contracts.Of(contract, property.PropertyType));
            }
        }

        if (contract.ElementType is { } element)
        {
            Visit(Contracts.Of(contract, element));
        }
    }
}
