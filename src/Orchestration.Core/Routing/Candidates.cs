namespace Orchestration.Routing;

/// <summary>The models a call may go to, in order. The first ones may be equals: endpoints of one model, of which any may be asked first.</summary>
/// <param name="models">Each once; at least one.</param>
/// <param name="equals">How many of the first are equals; 1 when the order is all there is.</param>
internal sealed class Candidates(RegisteredModel[] models, int equals)
{
    private int _next = -1;

    public RegisteredModel[] Models { get; } = models;

    /// <summary>Whether the order of a call depends on which endpoint is warm.</summary>
    public bool HasEquals => equals > 1;

    /// <summary>The order for one call: the warm endpoint first if there is one, else the next in turn; then the other equals, then the rest.</summary>
    public RegisteredModel[] Order(RegisteredModel? warm)
    {
        if (!HasEquals)
        {
            return Models;
        }

        var place = warm is null ? -1 : Array.IndexOf(Models, warm, 0, equals);
        var first = place >= 0 ? place : (int)(unchecked((uint)Interlocked.Increment(ref _next)) % (uint)equals);
        var order = new RegisteredModel[Models.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = Models[i < equals ? (first + i) % equals : i];
        }

        return order;
    }

    /// <summary>The model under whose name an answer is cached: equals share theirs.</summary>
    public RegisteredModel CachedAs(RegisteredModel model) => HasEquals && Array.IndexOf(Models, model, 0, equals) >= 0 ? Models[0] : model;
}
