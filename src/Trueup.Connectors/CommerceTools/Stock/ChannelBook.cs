using Trueup.Connectors.CommerceTools.Calling;
using Trueup.Core.Connecting;

namespace Trueup.Connectors.CommerceTools.Stock;

/// <summary>
/// Which channel has which key: a predicate cannot name a channel by its key (commercetools.md §2.2). Only the channels
/// that are asked for are read, for a project may have thousands (§8, sync-java PR #473).
/// </summary>
internal sealed class ChannelBook(ProjectApi api)
{
    /// <summary>
    /// The location code of the entries without a channel, a pool of their own (commercetools.md §3). A channel key has
    /// at least two characters, so this is none.
    /// </summary>
    public const string Channelless = "-";

    /// <summary>Channels asked for in one call.</summary>
    private const int PerCall = 50;

    private readonly Dictionary<string, string> _idByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keyById = new(StringComparer.Ordinal);

    /// <summary>The id of a channel; null when it is not known (yet).</summary>
    public string? IdOf(string key) => _idByKey.GetValueOrDefault(key);

    /// <summary>The key of a channel, or the word for none; null when the channel is not known (yet).</summary>
    public string? KeyOf(string? id) => id is null ? Channelless : _keyById.GetValueOrDefault(id);

    /// <summary>A channel of this key is not what it was: it is asked for again.</summary>
    public void Forget(string key)
    {
        if (_idByKey.Remove(key, out var id))
        {
            _keyById.Remove(id);
        }
    }

    /// <summary>Learns the ids of channels by their keys; those that do not exist stay unknown.</summary>
    /// <returns>Why they could not be read; null when they were.</returns>
    public ValueTask<Answer?> LearnAsync(IWire wire, IEnumerable<string> keys, CancellationToken cancellationToken) =>
        ReadAsync(wire, "key", keys.Where(key => key != Channelless && !_idByKey.ContainsKey(key)), cancellationToken);

    /// <summary>Learns the keys of channels by their ids.</summary>
    /// <returns>Why they could not be read; null when they were.</returns>
    public ValueTask<Answer?> LearnIdsAsync(IWire wire, IEnumerable<string> ids, CancellationToken cancellationToken) =>
        ReadAsync(wire, "id", ids.Where(id => !_keyById.ContainsKey(id)), cancellationToken);

    private async ValueTask<Answer?> ReadAsync(
        IWire wire, string field, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        foreach (var group in ProjectQuery.Groups(values.Distinct(StringComparer.Ordinal), PerCall))
        {
            var query = new ProjectQuery("/channels").WhereIn(field, group).By("id asc");
            var (failure, page) = Channel.ReadPage(await api.GetAsync(wire, query.Page(PerCall), cancellationToken));
            if (failure is not null)
            {
                return failure;
            }

            foreach (var (id, key, _) in page)
            {
                _idByKey[key] = id;
                _keyById[id] = key;
            }
        }

        return null;
    }
}
