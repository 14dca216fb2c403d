using System.Globalization;
using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Paths of values, asked for in the order of the document: each search goes on where the last one was.</summary>
internal ref struct InstancePaths(JsonView view)
{
    private readonly JsonView _view = view;

    // The containers around the latest value, each with its child on the way: the child's first token and its place.
    private readonly List<(int Container, int Child, int Place)> _way = [];

    /// <summary>Whether the latest was the name of a property, and no value.</summary>
    public bool IsName { get; private set; }

    public string To(int token)
    {
        IsName = false;
        while (_way.Count > 0 && token >= _view.Tokens[_way[^1].Container].Next)
        {
            _way.RemoveAt(_way.Count - 1);
        }

        if (_way.Count > 0)
        {
            Step(token);
        }
        else if (token > 0)
        {
            _way.Add((0, 1, 0));
            Step(token);
        }

        var path = new StringBuilder();
        foreach (var (container, child, place) in _way)
        {
            path.Append('/').Append(_view.Tokens[container].Kind == JsonKinds.Object ? JsonPointer.Escape(_view.Text(child)) : place.ToString(CultureInfo.InvariantCulture));
        }

        return path.ToString();
    }

    // From the innermost container on the way down to the token.
    private void Step(int token)
    {
        while (true)
        {
            var (container, child, place) = _way[^1];
            var isObject = _view.Tokens[container].Kind == JsonKinds.Object;
            var value = isObject ? child + 1 : child;
            while (_view.Tokens[value].Next <= token)
            {
                child = _view.Tokens[value].Next;
                value = isObject ? child + 1 : child;
                place++;
            }

            _way[^1] = (container, child, place);
            if (token <= value)
            {
                IsName = token < value;
                return;
            }

            _way.Add((value, value + 1, 0));
        }
    }
}
