using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestration.Graphs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Conventions;

public sealed partial class ConventionTests
{
    private static readonly string Source = Repository.PathOf("src", "Orchestration.Core");

    // From the ground up: the files of a folder use only the folders before it.
    private static readonly string[] Folders =
    [
        "Models", "Schemas", "Prompts", "Policies", "Graphs", "Audit", "Diagnostics", "Caching", "Limits", "Routing", "Streaming", "Replay", "Runs", "Chat", "Billing",
        "DependencyInjection",
    ];

    private static readonly Assembly Core = typeof(Graph).Assembly;

    [Fact]
    public void Public_classes_are_sealed_abstract_or_static()
    {
        // A limiter of the application's derives its own lease.
        string[] meantForInheritance = ["CallLease"];

        var open = Core.GetExportedTypes().Where(static type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(static type => type.Name);

        Assert.Equal(meantForInheritance, open);
    }

    [Fact]
    public void A_folder_uses_only_the_folders_before_it()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is "obj" or "bin")
            {
                continue;
            }

            var place = Array.IndexOf(Folders, folder);
            Assert.True(place >= 0, $"The folder of {file} has no place in the order.");
            foreach (var used in Using().Matches(File.ReadAllText(file)).Select(static match => match.Groups["folder"].Value))
            {
                if (Array.IndexOf(Folders, used) is var other && (other < 0 || other > place))
                {
                    wrong.Add($"{folder} uses {used}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_is_asynchronous_takes_a_cancellation_token_last()
    {
        // These give back or end what is held; they must not be cut short.
        string[] never = ["DisposeAsync", "ReleaseAsync"];

        var without = Core.GetExportedTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => IsAsynchronous(method.ReturnType) && !method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(method => method.GetParameters() is not [.., { ParameterType: var last }] || last != typeof(CancellationToken))
            .Where(method => !(never.Contains(method.Name) && method.GetParameters().Length <= 1))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Empty(without);
    }

    [Fact]
    public void Names_of_what_is_asynchronous_end_in_Async_and_of_nothing_else()
    {
        var wrong = Core.GetExportedTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(static method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(static method => IsAsynchronous(method.ReturnType) != method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Public_types_stand_in_the_namespace_of_their_folder()
    {
        var strangers = Core.GetExportedTypes()
            .Where(static type => !Folders.Contains(type.Namespace!.Split('.')[^1]) || !type.Namespace.StartsWith("Orchestration.", StringComparison.Ordinal))
            .Select(static type => type.FullName);

        Assert.Equal(
            ["Microsoft.Extensions.DependencyInjection.OrchestrationServiceCollectionExtensions", "Microsoft.Extensions.DependencyInjection.RoutingBuilderExtensions"],
            strangers.Order(StringComparer.Ordinal));
    }

    private static bool IsAsynchronous(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));

    [GeneratedRegex(@"^using (?:static )?Orchestration\.(?<folder>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Using();
}
