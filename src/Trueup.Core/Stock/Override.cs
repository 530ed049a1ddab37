using Trueup.Core.Entries;
using Trueup.Core.Values;

namespace Trueup.Core.Stock;

/// <summary>
/// A figure that a person keeps in a storefront's source for a while, whatever the truth is. It moves with the storefront's own
/// shipments and orders only, so that what went is not put back.
/// </summary>
/// <param name="Connection">The storefront.</param>
/// <param name="Source">The source.</param>
/// <param name="Quantity">What the source is to hold.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When the hub writes the truth again by itself.</param>
/// <param name="By">Who keeps it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">The message that last moved it.</param>
public sealed record Override(
    ConnectionName Connection, RemoteCode Source, Quantity Quantity, DateTimeOffset Since, DateTimeOffset Until, string By, string Reason,
    JournalPosition Message);
