namespace Trueup.Engine.Lanes;

/// <summary>Waiting that ends quietly when the hub stops.</summary>
internal static class Stopping
{
    /// <summary>Ends without an error when the wait is cancelled.</summary>
    public static async Task ContinueOnCancel(this Task wait)
    {
        try
        {
            await wait;
        }
        catch (OperationCanceledException)
        {
            // Stopping is no failure; the caller looks at its own token.
        }
    }
}
