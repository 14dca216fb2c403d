namespace Orchestration.Providers.Wire;

/// <summary>Finds a provider's key where its owner put it.</summary>
internal static class ProviderKey
{
    /// <param name="option">What the options say; <see langword="null"/> = look into the environment; empty = send none, the HTTP client sees to it.</param>
    /// <param name="optionName">The option's name, for the error.</param>
    /// <param name="variable">The environment variable; <see langword="null"/> for a provider that asks for no key.</param>
    /// <returns><see langword="null"/> if none is to be sent.</returns>
    /// <exception cref="InvalidOperationException">A key is needed and is nowhere.</exception>
    public static string? Find(string? option, string optionName, string? variable)
    {
        if (option is not null || variable is null)
        {
            return string.IsNullOrWhiteSpace(option) ? null : option.Trim();
        }

        return Environment.GetEnvironmentVariable(variable) is { } key && !string.IsNullOrWhiteSpace(key)
            ? key.Trim()
            : throw new InvalidOperationException($"There is no API key. Set {optionName} or the environment variable {variable}.");
    }
}
