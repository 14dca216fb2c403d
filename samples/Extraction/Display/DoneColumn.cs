using Spectre.Console;
using Spectre.Console.Rendering;

namespace Extraction.Display;

/// <summary>"7/9".</summary>
internal sealed class DoneColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text($"{task.Value:0}/{task.MaxValue:0}", task.IsFinished ? Words.Good : Words.Plain);
}
