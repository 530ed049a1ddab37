namespace Trueup.Connectors.Http.Twin.Erp;

/// <summary>Why a back office will not take something.</summary>
/// <param name="Code">The back office's own code.</param>
/// <param name="Field">Which field.</param>
/// <param name="Value">What stands there; null for nothing.</param>
/// <param name="Message">What is wrong, for people.</param>
internal sealed record ErpProblem(string Code, string Field, string? Value, string Message);

/// <summary>Everything that is wrong with one request.</summary>
internal sealed class ErpProblems
{
    private readonly List<ErpProblem> _all = [];

    public IReadOnlyList<ErpProblem> All => _all;

    public bool IsEmpty => _all.Count == 0;

    public void Add(string code, string field, string? value, string message) =>
        _all.Add(new ErpProblem(code, field, value, message));

    /// <summary>Notes a problem unless something holds; whether it does.</summary>
    public bool Expect(bool holds, string code, string field, string? value, string message)
    {
        if (!holds)
        {
            Add(code, field, value, message);
        }

        return holds;
    }
}
