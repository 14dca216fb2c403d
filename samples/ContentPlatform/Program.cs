using System.Text;
using ContentPlatform;
using ContentPlatform.Display;

Console.OutputEncoding = Encoding.UTF8;
return await App.RunAsync(args, Screen.OfProcess(), Environment.GetEnvironmentVariable, TimeProvider.System);
