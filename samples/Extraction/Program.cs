using System.Text;
using Extraction;
using Extraction.Display;

Console.OutputEncoding = Encoding.UTF8;
return await App.RunAsync(args, Screen.OfProcess(), Environment.GetEnvironmentVariable, TimeProvider.System);
