using System.Text.Json;
using Trueup.Core.Values;
using Trueup.Endpoints;

namespace Trueup.Audit;

/// <summary>An audit of the estate that was made and kept.</summary>
/// <param name="Id">Its id, which is its time.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Findings">What it found, the gravest first.</param>
/// <param name="Gaps">What could not be looked at, and why.</param>
internal sealed record KeptAudit(
    string Id, DateTimeOffset At, string By, double Seconds, Items<KeptFinding> Findings, Items<string> Gaps)
{
    /// <summary>Products that were looked at.</summary>
    public int Products { get; init; }

    /// <summary>Quantities at sources and owners.</summary>
    public int Positions { get; init; }

    /// <summary>Open orders.</summary>
    public int Orders { get; init; }
}

/// <summary>One kind of trouble that an audit found at one place.</summary>
/// <param name="Code">What it is.</param>
/// <param name="Title">In plain words.</param>
/// <param name="Severity"><c>notice</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Where">The storefront, owner or file.</param>
/// <param name="Count">How often.</param>
/// <param name="Worth">What the units touched are worth, where a price is known.</param>
internal sealed record KeptFinding(string Code, string Title, string Severity, string Where, int Count, Items<Money> Worth)
{
    /// <summary>What to do.</summary>
    public string NextAction { get; init; } = "";

    /// <summary>The first few, in words.</summary>
    public Items<string> Examples { get; init; }
}

/// <summary>Audits that were made, in a folder of the store; the newest are kept.</summary>
/// <param name="folder">The store's folder.</param>
internal sealed class AuditShelf(string folder)
{
    /// <summary>Audits kept.</summary>
    public const int AuditsMax = 20;

    private readonly string _folder = Path.Combine(folder, "audits");

    /// <summary>Every audit, the newest first. One that cannot be read any more is left out.</summary>
    public async Task<Items<KeptAudit>> ListAsync(CancellationToken cancellationToken)
    {
        var audits = new List<KeptAudit>();
        foreach (var id in Ids().Reverse())
        {
            if (await FindAsync(id, cancellationToken) is { } audit)
            {
                audits.Add(audit);
            }
        }

        return audits.ToItems();
    }

    /// <summary>One audit; null when it is not kept.</summary>
    public async Task<KeptAudit?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id) || !File.Exists(PathOf(id, ".json")))
        {
            return null;
        }

        await using var stream = File.OpenRead(PathOf(id, ".json"));
        try
        {
            return await JsonSerializer.DeserializeAsync(stream, ApiJson.Default.KeptAudit, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The path of an audit's report, <c>.html</c> or <c>.csv</c>; null when it is not kept.</summary>
    public string? ReportOf(string id, string ending) =>
        IsId(id) && File.Exists(PathOf(id, ending)) ? PathOf(id, ending) : null;

    /// <summary>Keeps an audit, and lets go of the oldest.</summary>
    public async Task AddAsync(KeptAudit audit, string html, string csv, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(PathOf(audit.Id, ".html"), html, cancellationToken);
        await File.WriteAllTextAsync(PathOf(audit.Id, ".csv"), csv, cancellationToken);
        await File.WriteAllTextAsync(
            PathOf(audit.Id, ".json"), JsonSerializer.Serialize(audit, ApiJson.Default.KeptAudit), cancellationToken);
        foreach (var old in Ids().SkipLast(AuditsMax))
        {
            foreach (var ending in new[] { ".json", ".html", ".csv" })
            {
                File.Delete(PathOf(old, ending));
            }
        }
    }

    private string[] Ids() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(IsId).Order(StringComparer.Ordinal).ToArray()
        : [];

    private string PathOf(string id, string ending) => Path.Combine(_folder, id + ending);

    /// <summary>An id comes from an address, and must not lead out of the folder.</summary>
    private static bool IsId(string id) => id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit);
}
