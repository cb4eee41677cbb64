using BenchmarkDotNet.Running;
using Sgl.Bench;

if (args is ["ratios", .. string[] options]) return RatiosCommand.Invoke(options);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
