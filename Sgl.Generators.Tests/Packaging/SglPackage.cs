using System.IO.Compression;
using Sgl.Tests.Harness;
using Xunit;

namespace Sgl.Tests.Packaging;

/// <summary>The package of what was built, and a folder outside the repository for projects that use it.</summary>
public sealed class SglPackage : IAsyncLifetime
{
    private const string Version = "0.1.0-tested";

    // Packages are unpacked here and not where all projects have them, so that no package of a test is left there. What
    // native programs need is large and stays for the next time.
    private static readonly string Unpacked = Path.Combine(ProjectFile.Repository, "artifacts", "packages");
    private readonly string _folder = Directory.CreateTempSubdirectory("sgl-package-").FullName;

    public async ValueTask InitializeAsync()
    {
        string earlier = Path.Combine(Unpacked, "sgl");
        if (Directory.Exists(earlier)) Directory.Delete(earlier, recursive: true);
        string feed = Path.Combine(_folder, "feed");
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        ProgramRun pack = await ProgramRun.Of(
            ProgramRun.DotNet,
            ["pack", "--no-build", "-c", configuration, "-p:Version=" + Version, "-o", feed],
            Path.Combine(ProjectFile.Repository, "Sgl.Runtime"));
        Assert.True(pack.ExitCode == 0, pack.Text);
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
                <add key="feed" value="feed" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="feed">
                  <package pattern="Sgl" />
                </packageSource>
                <packageSource key="nuget.org">
                  <package pattern="*" />
                </packageSource>
              </packageSourceMapping>
              <fallbackPackageFolders>
                <clear />
                <add key="restored" value="{ProjectFile.Metadata("Packages")}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the package, or that of its symbols.</summary>
    internal ZipArchive Open(string extension) =>
        ZipFile.OpenRead(Path.Combine(_folder, "feed", $"Sgl.{Version}.{extension}"));

    /// <summary>Writes a console project that uses the package.</summary>
    /// <param name="name">Its name and that of its folder.</param>
    /// <param name="properties">Of the project, as XML.</param>
    /// <param name="sources">File names and texts.</param>
    internal Consumer Project(string name, string properties, params (string File, string Text)[] sources)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{Unpacked}</RestorePackagesPath>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Sgl" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        foreach ((string file, string text) in sources) File.WriteAllText(Path.Combine(folder, file), text);
        return new Consumer(folder);
    }
}
