namespace Trueup.Engine.Intake;

/// <summary>Whether a delivery is let in.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>The credentials or the signature are right.</summary>
    public sealed record Granted : Admission;

    /// <summary>There is nothing to check (status 401).</summary>
    /// <param name="Why">What is missing.</param>
    public sealed record Missing(string Why) : Admission;

    /// <summary>What is there does not hold (status 403).</summary>
    /// <param name="Why">What is wrong, without quoting it.</param>
    public sealed record Wrong(string Why) : Admission;
}
