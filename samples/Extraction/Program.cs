using System.Text;
using Extraction;
using Extraction.Display;

Console.OutputEncoding = Encoding.UTF8;
using var ctrlC = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    ctrlC.Cancel();
};
return await App.RunAsync(args, Screen.OfProcess(), Environment.GetEnvironmentVariable, TimeProvider.System, ctrlC.Token);
