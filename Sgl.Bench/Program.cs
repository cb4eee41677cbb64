using BenchmarkDotNet.Running;
using Sgl.Bench;

if (QuickModes.Takes(args)) return QuickModes.Invoke(args);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
