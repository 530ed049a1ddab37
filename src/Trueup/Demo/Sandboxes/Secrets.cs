using System.Security.Cryptography;

namespace Trueup.Demo.Sandboxes;

/// <summary>Credentials of one run of the demo: made for it, and forgotten with it.</summary>
/// <param name="Shop">The hub's token in the shop.</param>
/// <param name="Project">The secret of the hub's API client in the second shop.</param>
/// <param name="Warehouse">The hub's token in the warehouse.</param>
/// <param name="Store">The hub's token in the store's system.</param>
/// <param name="Signing">What the warehouse signs its events with.</param>
/// <param name="Till">What the store's system sends with its events.</param>
/// <param name="Api">The demo's own token for the hub's interface.</param>
public sealed record Secrets(
    string Shop, string Project, string Warehouse, string Store, string Signing, string Till, string Api)
{
    /// <summary>The hub's token in the books.</summary>
    public string Erp { get; private init; } = "";

    /// <summary>What the store's tills send with their events.</summary>
    public string Registers { get; private init; } = "";

    /// <summary>Fresh credentials.</summary>
    public static Secrets Make() => new(
        Draw(),
        Draw(),
        Draw(),
        Draw(),
        Signing: $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))}",
        Till: Draw(),
        Api: Draw())
    {
        Erp = Draw(),
        Registers = Draw(),
    };

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(Secrets);

    private static string Draw() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
