using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>What an amendment maps. The numbers are on disk: never change one.</summary>
public enum MappingKind
{
    /// <summary>A connection's code for a location.</summary>
    Location = 1,

    /// <summary>A connection's word for a stock state.</summary>
    State = 2,

    /// <summary>A connection's name for a SKU.</summary>
    Sku = 3,

    /// <summary>A connection's tax code.</summary>
    TaxCode = 4,
}

/// <summary>A mapping that somebody added to the contract while the hub runs; what the configuration file says of the
/// same word wins.</summary>
/// <param name="Kind">What is mapped.</param>
/// <param name="Connection">Whose word it is.</param>
/// <param name="Word">The word, exactly as that connection writes it.</param>
/// <param name="Meaning">What it means in the hub's words; null: the mapping is taken back.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When, UTC.</param>
public sealed record Amendment(
    MappingKind Kind, ConnectionName Connection, string Word, string? Meaning, string By, DateTimeOffset At)
{
    /// <summary>What tells it from others: a later amendment of the same replaces it.</summary>
    public string Key => $"{(int)Kind}|{Connection}|{Word}";
}
