using Trueup.Hosting;

namespace Trueup.Console.Tests;

/// <summary>How much a browser has to fetch.</summary>
public sealed class BundleTests
{
    /// <summary>All of the console's scripts and styles, packed; fonts come on top and are kept for ever.</summary>
    private const long PackedBytesMax = 600_000;

    [Fact]
    public void The_whole_console_is_at_most_600_kB_packed()
    {
        var program = typeof(HubHost).Assembly;
        var packed = program.GetManifestResourceNames()
            .Where(name => name.StartsWith("console/", StringComparison.Ordinal) &&
                           (name.EndsWith(".js.gz", StringComparison.Ordinal) ||
                            name.EndsWith(".css.gz", StringComparison.Ordinal)))
            .Select(name =>
            {
                using var content = program.GetManifestResourceStream(name)!;
                return content.Length;
            }).ToArray();

        Assert.True(packed.Length > 3, "the console is part of the build");
        Assert.InRange(packed.Sum(), 1, PackedBytesMax);
    }
}
