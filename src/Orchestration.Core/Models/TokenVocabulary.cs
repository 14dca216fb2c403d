namespace Orchestration.Models;

/// <summary>What each <see cref="TextClass"/> weighs in a vocabulary: tokens a character or a beginning, in text and in the schemas of tools.</summary>
/// <remarks>
/// No vocabulary is in here, only averages over it: least squares of the relative error, robust against what a provider adds unseen, on the input tokens that providers
/// reported for requests recorded by public projects. A class that the recordings of a vocabulary hardly have keeps the weight that it has in o200k_base, fitted on the counted
/// texts of this library's tests, or one at which published comparisons put it.
/// </remarks>
internal sealed class TokenVocabulary(float[] text, float[] schemas)
{
    // In the order of TextClass: word and its letters, capitals, digits, marks, white space; then, from the fourteenth, the other scripts.
    public static readonly TokenVocabulary Cl100k = new(
        [1f, 0.04f, 0.12f, 0.25f, 0.59f, 0.3f, 0.4f, 0.37f, 0.2f, 0.3f, 0.6f, 0.7f, 0.08f, 0.7f, 0.5f, 1.3f, 1.1f, 1f, 1.2f, 1.4f, 0.85f, 2.2f],
        [0.89f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.33f, 0.2f, 0.15f, 0.5f, 0.7f, 0.08f, 0.7f, 0.5f, 1.3f, 1.1f, 1f, 1.2f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Claude = new(
        [0.99f, 0f, 0.13f, 0.25f, 0.62f, 0.39f, 0.49f, 0.44f, 0.22f, 0.34f, 0.75f, 0.81f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.42f, 0.97f, 2.21f],
        [0.82f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.34f, 0.2f, 0.16f, 0.55f, 0.73f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Claude5 = new(
        [1.37f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.34f, 0.2f, 0.31f, 0.62f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f],
        [0.91f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.33f, 0.2f, 0.15f, 0.51f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary DeepSeek = new(
        [1.08f, 0.04f, 0.12f, 0.25f, 0.6f, 0.32f, 0.4f, 0.33f, 0.2f, 0.32f, 0.68f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f],
        [1.02f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.34f, 0.2f, 0.16f, 0.62f, 0.79f, 0.09f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Gemini = new(
        [0.92f, 0.02f, 0.12f, 0.25f, 0.59f, 0.28f, 0.39f, 0.89f, 0.06f, 0.25f, 0.54f, 0.72f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.38f, 0.85f, 2.2f],
        [0.44f, 0f, 0.18f, 0.52f, 1.22f, 0.6f, 0.85f, 1.64f, 0.39f, 0.27f, 0.73f, 1.39f, 0.16f, 0.8f, 0.76f, 1.24f, 1.7f, 1.7f, 1.8f, 2.8f, 1.7f, 4.4f]);

    public static readonly TokenVocabulary Grok = new(
        [0.7f, 0.03f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.32f, 0.2f, 0.28f, 0.54f, 0.69f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.39f, 0.85f, 2.2f],
        [1.16f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.33f, 0.2f, 0.17f, 0.63f, 0.79f, 0.1f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Llama = new(
        [0.88f, 0.04f, 0.13f, 0.25f, 0.6f, 0.3f, 0.4f, 0.35f, 0.21f, 0.32f, 0.65f, 0.76f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.41f, 0.85f, 2.2f],
        [1.03f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.33f, 0.2f, 0.14f, 0.44f, 0.64f, 0.07f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Mistral = new(
        [0.97f, 0.03f, 0.12f, 0.25f, 0.6f, 0.29f, 0.4f, 0.92f, 0.05f, 0.28f, 0.54f, 0.68f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.32f, 0.85f, 2.2f],
        [0.89f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.9f, 0.2f, 0.15f, 0.49f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary O200k = new(
        [0.99f, 0f, 0.09f, 0.25f, 0.58f, 0.26f, 0.4f, 0.42f, 0.25f, 0.21f, 0.53f, 0.61f, 0.07f, 0.34f, 0.38f, 0.69f, 0.85f, 0.83f, 0.9f, 1.68f, 0.81f, 2.27f],
        [0.54f, 0f, 0.05f, 0.14f, 0.48f, 0.3f, 0.4f, 0.3f, 0.2f, 0.09f, 0f, 0.33f, 0.04f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Other = new(
        [1.08f, 0.04f, 0.12f, 0.25f, 0.6f, 0.29f, 0.4f, 0.33f, 0.2f, 0.3f, 0.62f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f],
        [0.77f, 0.04f, 0.12f, 0.26f, 0.61f, 0.3f, 0.4f, 0.33f, 0.2f, 0.14f, 0.43f, 0.66f, 0.07f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    public static readonly TokenVocabulary Qwen = new(
        [0.87f, 0.06f, 0.12f, 0.25f, 0.6f, 0.24f, 0.4f, 0.86f, 0.05f, 0.22f, 0.47f, 0.65f, 0.07f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.36f, 0.85f, 2.2f],
        [0.59f, 0.02f, 0.11f, 0.24f, 0.58f, 0.3f, 0.4f, 0.83f, 0.19f, 0.12f, 0.25f, 0.6f, 0.06f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f]);

    /// <summary>A JSON text as a model that is shown it as it stands counts it.</summary>
    private static readonly float[] Json =
        [0.9f, 0.04f, 0.12f, 0.25f, 0.6f, 0.3f, 0.4f, 0.33f, 0.2f, 0.15f, 0.5f, 0.7f, 0.08f, 0.4f, 0.38f, 0.62f, 0.85f, 0.85f, 0.9f, 1.4f, 0.85f, 2.2f];

    public double OfText(in TextProfile profile) => Sum(profile, text);

    /// <summary>The schemas of tools in the form in which the vendor shows them to the model.</summary>
    public double OfSchemas(in TextProfile profile) => Sum(profile, schemas);

    public static double OfJson(in TextProfile profile) => Sum(profile, Json);

    private static double Sum(in TextProfile profile, float[] weights)
    {
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += profile[i] * weights[i];
        }

        return sum;
    }
}
