using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestration.Cli.TestApp;

// An application as applications are: a host, and an end that is never reached when a tool looks at it.
var builder = Host.CreateApplicationBuilder(args);
Tools.Register(builder.Services.AddOrchestration());
using var host = builder.Build();
throw new InvalidOperationException("The tool let the application run.");
