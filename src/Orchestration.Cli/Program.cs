using System.Text;
using Orchestration.Cli;
using Orchestration.Cli.Display;

#pragma warning disable RS0030 // A program owns its console.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
#pragma warning restore RS0030
return await App.RunAsync(args, new Tool(Screen.OfProcess(), Environment.GetEnvironmentVariable, TimeProvider.System, Directory.GetCurrentDirectory())).ConfigureAwait(false);
