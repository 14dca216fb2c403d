using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orchestration.Api.Tests;

/// <summary>Prints what a user of an assembly can see, in C#'s words and in an order that depends on names alone.</summary>
/// <remarks>What the compiler adds to records (equality, <c>ToString</c>, <c>Deconstruct</c>) follows from the word <c>record</c> and is left out.</remarks>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(static type => type.Namespace).OrderBy(static space => space.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? string.Empty : "\n").Append("namespace ").Append(space.Key).Append('\n');
            foreach (var type in space.OrderBy(static type => type.FullName, StringComparer.Ordinal))
            {
                text.Append('\n').Append(TypeLine(type)).Append('\n');
                foreach (var line in Members(type))
                {
                    text.Append("    ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type) => type switch
    {
        { IsEnum: true } => Enum.GetNames(type).Zip(Enum.GetValuesAsUnderlyingType(type).Cast<object>(), static (name, value) => $"{name} = {value}"),
        _ when type.IsSubclassOf(typeof(Delegate)) => [],
        _ => type.GetMembers(Declared).Select(MemberLine).OfType<string>().Order(StringComparer.Ordinal),
    };

    private static string TypeLine(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => Words(type.IsDefined(typeof(IsReadOnlyAttribute)), "readonly ", type.IsByRefLike, "ref ") + (IsRecord(type) ? "record struct" : "struct"),
            _ => Words(type is { IsAbstract: true, IsSealed: true }, "static ", type is { IsAbstract: true, IsSealed: false }, "abstract ", type is { IsSealed: true, IsAbstract: false }, "sealed ")
                + (IsRecord(type) ? "record" : "class"),
        };
        var bases = type.IsEnum ? [] : Bases(type);
        var flags = type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : string.Empty;
        return $"{flags}public {kind} {TypeName.Declared(type)}{(bases is [] ? string.Empty : $" : {string.Join(", ", bases)}")}{TypeName.Constraints(type.GetGenericArguments())}";
    }

    private static ImmutableArray<string> Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var interfaces = type.GetInterfaces()
            .Where(face => face.IsVisible && !inherited.Contains(face) && !(IsRecord(type) && face.Name == "IEquatable`1"))
            .Select(static face => TypeName.Of(face))
            .Order(StringComparer.Ordinal);
        var parent = type.BaseType is { } found && found != typeof(object) && found != typeof(ValueType) ? [TypeName.Of(found)] : Array.Empty<string>();
        return [.. parent, .. interfaces];
    }

    private static string? MemberLine(MemberInfo member) => member switch
    {
        _ when member.IsDefined(typeof(CompilerGeneratedAttribute)) => null,
        ConstructorInfo made when IsSeen(made) => $"{Modifiers(made)}{TypeName.Simple(made.DeclaringType!)}({Parameters(made)})",
        MethodInfo method when IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Modifiers(method)}{TypeName.Of(method.ReturnParameter)} {method.Name}{TypeName.Arguments(method.GetGenericArguments())}({Parameters(method)}){TypeName.Constraints(method.GetGenericArguments())}",
        PropertyInfo property => PropertyLine(property),
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
            $"{(field.IsPublic ? "public" : "protected")} {(field.IsLiteral ? "const " : Words(field.IsStatic, "static ", field.IsInitOnly, "readonly "))}{TypeName.Of(field)} {field.Name}{(field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : string.Empty)}",
        EventInfo happening when happening.AddMethod is { } add && IsSeen(add) => $"{Modifiers(add)}event {TypeName.Of(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static string? PropertyLine(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsSeen).ToArray();
        if (accessors is [] || property.Name == "EqualityContract")
        {
            return null;
        }

        var set = property.SetMethod is { } setter && IsSeen(setter) ? setter : null;
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var index = property.GetIndexParameters();
        return Modifiers(accessors[0])
            + Words(property.IsDefined(typeof(RequiredMemberAttribute)), "required ")
            + $"{TypeName.Of(property)} {(index is [] ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]")} {{ "
            + Words(property.GetMethod is { } getter && IsSeen(getter), "get; ", set is not null, isInit ? "init; " : "set; ")
            + "}";
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodBase method) =>
        (method.IsPublic ? "public " : "protected ")
        + (method.DeclaringType!.IsInterface ? Words(method.IsStatic, "static ", method is { IsStatic: false, IsAbstract: false }, "virtual ") : Words(
            method.IsStatic, "static ",
            method.IsAbstract, "abstract ",
            method.IsVirtual && IsOverride(method), method.IsFinal ? "sealed override " : "override ",
            method is { IsVirtual: true, IsAbstract: false, IsFinal: false } && !IsOverride(method), "virtual "));

    private static bool IsOverride(MethodBase method) => method is MethodInfo info && info.GetBaseDefinition().DeclaringType != info.DeclaringType;

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty) + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        Words(
            parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)), "params ",
            parameter.IsOut, "out ",
            parameter.IsIn, "in ",
            parameter is { ParameterType.IsByRef: true, IsOut: false, IsIn: false }, "ref ")
        + $"{TypeName.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : string.Empty)}";

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);

    /// <summary>The words whose condition holds, in order.</summary>
    private static string Words(bool first, string word, bool second = false, string other = "", bool third = false, string another = "", bool fourth = false, string last = "") =>
        (first ? word : string.Empty) + (second ? other : string.Empty) + (third ? another : string.Empty) + (fourth ? last : string.Empty);
}
