namespace Trueup.Storage;

/// <summary>A small file beside the journal that is there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes it in place of the one before.</summary>
    /// <returns>Whether it could be written.</returns>
    public static bool Write(string path, byte[] content)
    {
        try
        {
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
