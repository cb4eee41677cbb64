using BenchmarkDotNet.Running;
using Sgl.Bench;

if (args is [RatiosCommand.Name, ..]) return RatiosCommand.Invoke(args);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
