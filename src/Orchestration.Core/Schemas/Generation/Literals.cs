using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>Values that attributes name, as JSON.</summary>
internal static class Literals
{
    /// <summary>A value as the contract writes it, or as the attribute has it when that is another type: <c>5</c> for a <see langword="long"/>. <see langword="null"/> when it has no form in JSON.</summary>
    public static JsonNode? Of(object value, JsonTypeInfo contract)
    {
        if (value.GetType() == contract.Type)
        {
            return JsonSerializer.SerializeToNode(value, contract);
        }

        return value switch
        {
            string text => JsonValue.Create(text),
            bool truth => JsonValue.Create(truth),
            char letter => JsonValue.Create(letter.ToString()),
            byte or sbyte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
            ulong large => JsonValue.Create(large),
            decimal number => JsonValue.Create(number),
            float number when float.IsFinite(number) => JsonValue.Create(number),
            double number when double.IsFinite(number) => JsonValue.Create(number),
            _ => null,
        };
    }
}
