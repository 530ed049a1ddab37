namespace Trueup.Tests.Connectors.AdobeCommerce;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    public static string PathOf(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trueup.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("No repository above the tests."), path);
    }
}
