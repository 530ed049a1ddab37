using Trueup.Core.Access;
using Trueup.Core.Contract;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Journal;

namespace Trueup.Engine.Lanes;

/// <content>What people rule about the hub itself, and what it forgets.</content>
public sealed partial class HubState
{
    private readonly Dictionary<ConnectionName, string> _paused = [];
    private readonly Dictionary<Sku, Change.KitShown> _kits = [];
    private readonly HashSet<Sku> _overridden = [];

    /// <summary>Who may do what. Immutable, so any thread may look at it.</summary>
    public AccessState Access { get; private set; } = AccessState.Nobody;

    /// <summary>Where people asked for something.</summary>
    public AskedTrail Asked { get; } = new();

    /// <summary>Mappings that were added while the hub ran.</summary>
    public Items<Amendment> Amendments { get; private set; }

    /// <summary>Told of the amendments in force whenever they change.</summary>
    public Action<Items<Amendment>>? Amended { get; set; }

    /// <summary>What storefronts show that SKUs are made of, each as it was shown last.</summary>
    public IReadOnlyDictionary<Sku, Change.KitShown> Kits => _kits;

    /// <summary>Told of every kit that is shown, changed or gone.</summary>
    public Action<KitRule, ConnectionName>? KitChanged { get; set; }

    /// <summary>Connections that somebody paused, and who did.</summary>
    public IReadOnlyDictionary<ConnectionName, string> Paused => _paused;

    /// <summary>SKUs of which a person keeps a figure in a storefront.</summary>
    public IReadOnlyCollection<Sku> Overridden => _overridden;

    /// <summary>Puts in place who may do what, as the ledger kept it.</summary>
    public void Restore(AccessState access) => Access = access;

    private void NoteOverrides(Sku sku)
    {
        var isOverridden = Find(sku)?.Overrides.IsEmpty == false;
        if (isOverridden ? _overridden.Add(sku) : _overridden.Remove(sku))
        {
            _undo.Push(() => _ = isOverridden ? _overridden.Remove(sku) : _overridden.Add(sku));
        }
    }

    private void SetAmendments(Items<Amendment> amendments)
    {
        Amendments = amendments;
        Amended?.Invoke(amendments);
    }

    private void ApplyKit(Change.KitShown shown)
    {
        var before = _kits.GetValueOrDefault(shown.Sku) ?? shown with { Parts = [] };
        _undo.Push(() => Tell(before));
        if (shown.Parts.IsEmpty)
        {
            Unset(_kits, shown.Sku);
        }
        else
        {
            Set(_kits, shown.Sku, shown);
        }

        Tell(shown);
        _dirty.Add(Fold.Kit, shown.Sku.Text);
    }

    private void Tell(Change.KitShown shown) => KitChanged?.Invoke(
        new KitRule(shown.Sku, shown.Parts.Select(part => new KitComponent(part.Sku, part.Quantity)).ToItems()), shown.Connection);

    /// <summary>Remembers that somebody asked for something; nothing when it is known already.</summary>
    public void NoteAsked(JournalPosition position)
    {
        if (Asked.Add(position) is { } stretch)
        {
            _dirty.Add(Fold.Asked, stretch);
        }
    }

    /// <summary>What people rule about the hub itself.</summary>
    private void ApplyRuling(Change change)
    {
        switch (change)
        {
            case Change.ContractAmended amended:
                var amendments = Amendments;
                _undo.Push(() => SetAmendments(amendments));
                var others = amendments.Where(known => known.Key != amended.Amendment.Key).ToItems();
                SetAmendments(amended.Amendment.Meaning is null ? others : others.Add(amended.Amendment));
                _dirty.Add(Fold.Amendment, amended.Amendment.Key);
                break;
            case Change.ConnectionPaused paused:
                if (paused.By is { } by)
                {
                    Set(_paused, paused.Connection, by);
                }
                else
                {
                    Unset(_paused, paused.Connection);
                }

                _dirty.Add(Fold.Pause, paused.Connection.Text);
                break;
            case Change.AccessChanged changed:
                var access = Access;
                _undo.Push(() => Access = access);
                Access = access.After(changed.Event);
                _dirty.Add(Fold.Access, "");
                break;
        }
    }

    private void Forget(Items<string> keys)
    {
        foreach (var key in keys)
        {
            if (Cases.GetValueOrDefault(key) is { } before)
            {
                Cases.Remove(key);
                _undo.Push(() => Cases.Set(before));
                _dirty.Add(Fold.Case, key);
            }
        }
    }
}
