using System.Reflection;

namespace Orchestration.Api.Tests;

/// <summary>Types as C# writes them, without namespaces, with the question marks of nullable reference types.</summary>
internal static class TypeName
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(decimal)] = "decimal", [typeof(double)] = "double",
        [typeof(float)] = "float", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(object)] = "object", [typeof(short)] = "short",
        [typeof(string)] = "string", [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(void)] = "void",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field));

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        // A type parameter without a constraint is reported as nullable whether it is written so or not.
        var isNullable = !type.IsValueType && !type.IsGenericParameter
            && NullabilityState.Nullable == (nullability?.ReadState is { } read && read != NullabilityState.Unknown ? read : nullability?.WriteState);
        var mark = isNullable ? "?" : string.Empty;
        return type.IsArray ? $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}"
            : Keywords.TryGetValue(type, out var keyword) ? keyword + mark
            : Outer(type) + Simple(type) + Arguments(type.GetGenericArguments(), nullability?.GenericTypeArguments) + mark;
    }

    public static string Declared(Type type) => Outer(type) + Simple(type) + Arguments(type.GetGenericArguments());

    public static string Simple(Type type) => type.Name.Split('`')[0];

    public static string Arguments(Type[] arguments, NullabilityInfo[]? nullability = null) => arguments is []
        ? string.Empty
        : $"<{string.Join(", ", arguments.Select((argument, i) => Of(argument, nullability is { } known && i < known.Length ? known[i] : null)))}>";

    public static string Constraints(Type[] parameters) =>
        string.Concat(parameters.Where(static parameter => parameter.IsGenericParameter).Select(static parameter => (parameter.Name, All: Constraint(parameter)))
            .Where(static constraint => constraint.All.Length > 0)
            .Select(static constraint => $" where {constraint.Name} : {constraint.All}"));

    private static string Constraint(Type parameter)
    {
        var kinds = parameter.GenericParameterAttributes;
        var isValue = kinds.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isNotNull = parameter.GetCustomAttributesData().Any(static data => data.AttributeType.Name == "NullableAttribute" && data.ConstructorArguments is [{ Value: (byte)1 }]);
        IEnumerable<string> all =
        [
            .. isValue ? ["struct"] : Array.Empty<string>(),
            .. kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. !isValue && isNotNull && !kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) && parameter.GetGenericParameterConstraints() is [] ? ["notnull"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(static type => type != typeof(ValueType)).Select(static type => Of(type)).Order(StringComparer.Ordinal),
            .. !isValue && kinds.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return string.Join(", ", all);
    }

    private static string Outer(Type type) => type is { IsNested: true, IsGenericParameter: false } ? $"{Simple(type.DeclaringType!)}." : string.Empty;
}
