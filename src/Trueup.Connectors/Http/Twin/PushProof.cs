namespace Trueup.Connectors.Http.Twin;

/// <summary>How a push proves where it comes from.</summary>
public abstract record PushProof
{
    private PushProof()
    {
    }

    /// <summary>No proof.</summary>
    public sealed record None : PushProof;

    /// <summary>A bearer token.</summary>
    public sealed record Bearer(string Token) : PushProof;

    /// <summary>A Standard Webhooks signature.</summary>
    /// <param name="Secret">Base 64 after <c>whsec_</c>, else plain text.</param>
    public sealed record Signature(string Secret) : PushProof;
}
