namespace Orchestration.Evals.Drift;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    private const int Terms = 300;
    private const double Tiny = 1e-300;

    /// <summary>The probability of a value above <paramref name="t"/>, to about twelve digits.</summary>
    public static double Above(double t, double degrees)
    {
        if (double.IsInfinity(t))
        {
            return t > 0 ? 0 : 1;
        }

        var tail = 0.5 * IncompleteBeta(degrees / (degrees + (t * t)), degrees / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The value that 2.5 in 100 exceed: the normal one, corrected for the degrees of freedom (Abramowitz and Stegun, 26.7.5). Within a thousandth from three degrees on.</summary>
    public static double UpperFortieth(double degrees)
    {
        const double Z = 1.9599639845400545, Z3 = Z * Z * Z, Z5 = Z3 * Z * Z, Z7 = Z5 * Z * Z, Z9 = Z7 * Z * Z;
        var (one, two) = ((Z3 + Z) / 4, ((5 * Z5) + (16 * Z3) + (3 * Z)) / 96);
        var (three, four) = (((3 * Z7) + (19 * Z5) + (17 * Z3) - (15 * Z)) / 384, ((79 * Z9) + (776 * Z7) + (1482 * Z5) - (1920 * Z3) - (945 * Z)) / 92160);
        return Z + ((one + ((two + ((three + (four / degrees)) / degrees)) / degrees)) / degrees);
    }

    // The regularized incomplete beta function by its continued fraction, evaluated by Lentz's method (NIST DLMF 8.17.22, https://dlmf.nist.gov/8.17#v).
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        if (x > (a + 1) / (a + b + 2))
        {
            return 1 - IncompleteBeta(1 - x, b, a);
        }

        var front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var fraction = d;
        for (var m = 1; m <= Terms; m++)
        {
            fraction *= Step(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))), ref c, ref d);
            var factor = Step(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1)), ref c, ref d);
            fraction *= factor;
            if (Math.Abs(factor - 1) < 1e-15)
            {
                break;
            }
        }

        return front * fraction;
    }

    private static double Step(double coefficient, ref double c, ref double d)
    {
        d = 1 / NotZero(1 + (coefficient * d));
        c = NotZero(1 + (coefficient / c));
        return c * d;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    // Stirling's series, after shifting the argument to where it is exact (NIST DLMF 5.11.1).
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 12; x++)
        {
            shift += Math.Log(x);
        }

        var (inverse, square) = (1 / x, 1 / (x * x));
        var series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680))))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series - shift;
    }
}
