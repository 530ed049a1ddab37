namespace Trueup.Core.Cases;

/// <summary>How much a case matters while it is open.</summary>
public enum Severity
{
    /// <summary>Worth knowing, nothing to do.</summary>
    Notice,

    /// <summary>A number or an order is wrong or late; trading goes on.</summary>
    Warning,

    /// <summary>Customers or money are affected now.</summary>
    Critical,
}

/// <summary>Who a case belongs to.</summary>
public enum CaseOwner
{
    /// <summary>Warehouse and store operations.</summary>
    Ops,

    /// <summary>The e-commerce team.</summary>
    Ecommerce,

    /// <summary>Finance.</summary>
    Finance,

    /// <summary>Customer service.</summary>
    Cx,

    /// <summary>The integration engineer on call.</summary>
    Engineering,
}

/// <summary>What makes a case go away without a person.</summary>
public enum Healing
{
    /// <summary>A person decides.</summary>
    None,

    /// <summary>The next success of the same thing disproves the case.</summary>
    ByLaterSuccess,

    /// <summary>A change of the configuration or of the remote's set-up; the hub tries again by itself then.</summary>
    ByMapping,

    /// <summary>A reconciliation that finds the two ends in step.</summary>
    ByParity,
}

/// <summary>One kind of operational problem, from the closed catalogue.</summary>
/// <param name="Code">The stable code, <c>AREA.WHAT</c>.</param>
/// <param name="Title">What it is, in plain words.</param>
/// <param name="Meaning">What it means for the shop, in one sentence.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="NextAction">What to do next, in one sentence.</param>
/// <param name="Healing">What makes it go away by itself.</param>
public sealed record CaseCode(
    string Code,
    string Title,
    string Meaning,
    Severity Severity,
    CaseOwner Owner,
    string NextAction,
    Healing Healing)
{
    /// <inheritdoc/>
    public override string ToString() => Code;
}
