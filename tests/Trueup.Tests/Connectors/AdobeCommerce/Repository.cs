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

        return folder is null
            ? throw new InvalidOperationException("There is no repository above the tests.")
            : Path.Combine(folder.FullName, path);
    }
}
