namespace Orchestration.Graphs;

/// <summary>Gives code that is handed a <see cref="Graph"/> its types back, without reflection.</summary>
internal interface IGraphVisitor<out TResult>
{
    TResult Visit<TIn, TOut>(Graph<TIn, TOut> graph);
}
