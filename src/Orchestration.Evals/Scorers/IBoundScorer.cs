namespace Orchestration.Evals.Scorers;

/// <summary>A scorer that needs something of the application, as a judge needs its runtime. It is written down before the application is built, so it is bound when it runs.</summary>
public interface IBoundScorer : IScorer
{
    /// <summary>The scorer that judges, with the same name and version. Whoever runs scorers calls this once before the first score, and scores with what it returns.</summary>
    /// <param name="services">The application's services.</param>
    /// <exception cref="InvalidOperationException">Something that it needs is not registered; the message says what, and how to register it.</exception>
    IScorer Bind(IServiceProvider services);
}
