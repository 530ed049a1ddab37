namespace Trueup.Storage.Sqlite;

/// <summary>The store cannot be opened, read or written. The message tells people why, and what to do.</summary>
public sealed class StorageException : IOException
{
    /// <summary>A failure explained in a sentence.</summary>
    public StorageException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
