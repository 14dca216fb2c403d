using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestration.Evals.Gates.Statistics;

/// <summary>The distribution of a sum of independent whole numbers, built up term by term.</summary>
internal sealed class Lattice
{
    // What is less likely than this at either end is let go: over 20,000 terms less than 1e-15 in all.
    private const double Negligible = 1e-22;

    private double[] _cells = [1];
    private double[] _next = [];
    private int _first;
    private int _count = 1;
    private long _lowest;

    /// <summary>Adds a term.</summary>
    /// <param name="values">What it may be, ascending.</param>
    /// <param name="probabilities">How likely each is.</param>
    public void Add(ReadOnlySpan<long> values, ReadOnlySpan<double> probabilities)
    {
        var count = checked((int)(_count + values[^1] - values[0]));
        if (_next.Length < count)
        {
            _next = new double[count * 2];
        }

        _next.AsSpan(0, count).Clear();
        var cells = _cells.AsSpan(_first, _count);
        for (var i = 0; i < values.Length; i++)
        {
            AddScaled(_next.AsSpan((int)(values[i] - values[0]), cells.Length), cells, probabilities[i]);
        }

        (_cells, _next) = (_next, _cells);
        (_first, _count, _lowest) = (0, count, _lowest + values[0]);
        Trim();
    }

    /// <summary>How likely the sum is not above a number.</summary>
    public double AtMost(long sum)
    {
        if (sum >= _lowest + _count - 1)
        {
            return 1;
        }

        var total = 0.0;
        for (var i = 0; i <= sum - _lowest; i++)
        {
            total += _cells[_first + i];
        }

        return Math.Min(1, total);
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> cells, double factor)
    {
        var wide = MemoryMarshal.Cast<double, Vector<double>>(target);
        var wideCells = MemoryMarshal.Cast<double, Vector<double>>(cells);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += wideCells[i] * factor;
        }

        for (var i = wide.Length * Vector<double>.Count; i < cells.Length; i++)
        {
            target[i] += cells[i] * factor;
        }
    }

    private void Trim()
    {
        while (_count > 1 && _cells[_first] < Negligible)
        {
            (_first, _count, _lowest) = (_first + 1, _count - 1, _lowest + 1);
        }

        while (_count > 1 && _cells[_first + _count - 1] < Negligible)
        {
            _count--;
        }
    }
}
