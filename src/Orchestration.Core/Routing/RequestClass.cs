namespace Orchestration.Routing;

/// <summary>How hard a request is to answer well. A route's <c>Tiers</c> say which of its models are asked for each.</summary>
public enum RequestClass
{
    /// <summary>Any model answers it well: a short question, a rewording, an extraction.</summary>
    Simple,

    /// <summary>Between the two, and the class of what no rule is sure about.</summary>
    Moderate,

    /// <summary>It needs reasoning, much code, or many constraints held at once.</summary>
    Complex,
}
