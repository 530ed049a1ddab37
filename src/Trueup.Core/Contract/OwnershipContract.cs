using Trueup.Core.Orders;
using Trueup.Core.Stock;
using Trueup.Core.Values;

namespace Trueup.Core.Contract;

/// <summary>The ownership contract as written: who is right about what, who follows, and by which rules.</summary>
public sealed record ContractTerms
{
    /// <summary>Every configured connection.</summary>
    public Items<ConnectionRule> Connections { get; init; }

    /// <summary>How long cases are kept after they ended. Default a year.</summary>
    public TimeSpan CaseRetention { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Every location.</summary>
    public Items<LocationRule> Locations { get; init; }

    /// <summary>Who follows stock; the owner goes by location.</summary>
    public OwnershipRule Stock { get; init; } = new([]);

    /// <summary>Who follows orders; owners are the storefronts that capture them.</summary>
    public OwnershipRule Order { get; init; } = new([]);

    /// <summary>Who follows fulfilment.</summary>
    public OwnershipRule Fulfilment { get; init; } = new([]);

    /// <summary>Who follows returns.</summary>
    public OwnershipRule Return { get; init; } = new([]);

    /// <summary>Who is told of cancellations; null: whoever gets orders.</summary>
    public OwnershipRule? Cancellation { get; init; }

    /// <summary>Who is told of money given back; null: those of the orders' followers that keep books.</summary>
    public OwnershipRule? Refund { get; init; }

    /// <summary>Who is told of parcels and deliveries; null: whoever is told of shipments.</summary>
    public OwnershipRule? Tracking { get; init; }

    /// <summary>Who books stores' closed days.</summary>
    public OwnershipRule StoreDay { get; init; } = new([]);

    /// <summary>When and how money is given back for what came back.</summary>
    public RefundRule Refunds { get; init; } = new();

    /// <summary>Rules about orders.</summary>
    public OrderTerms Orders { get; init; } = new();

    /// <summary>States that count as sellable.</summary>
    public Items<StockState> Sellable { get; init; } = [StockState.Available];

    /// <summary>Units kept back where no rule applies.</summary>
    public Quantity BufferDefault { get; init; }

    /// <summary>Units kept back by rule.</summary>
    public Items<BufferRule> Buffers { get; init; }

    /// <summary>What is sold beyond what is there.</summary>
    public Items<BackorderRule> Backorders { get; init; }

    /// <summary>What happens when little or nothing is left; null: nothing.</summary>
    public LowStockTerms? LowStock { get; init; }

    /// <summary>What counts as selling fast.</summary>
    public VelocityRule Velocity { get; init; } = VelocityRule.Default;

    /// <summary>The blast-radius guard.</summary>
    public GuardRule Guards { get; init; } = GuardRule.Default;

    /// <summary>How lines are given a location.</summary>
    public SourcingRule Sourcing { get; init; } = new(SourcingPolicy.Priority, []);

    /// <summary>Kits.</summary>
    public Items<KitRule> Kits { get; init; }

    /// <summary>How often the two ends are compared.</summary>
    public ReconcileRule Reconcile { get; init; } = new(TimeSpan.FromMinutes(5), FullAt: null);
}

/// <summary>The contract made ready for questions; every answer is a look-up. Its terms never change; mappings may be
/// added to them by journalled amendments.</summary>
public sealed class OwnershipContract
{
    private readonly Dictionary<(string Connection, string Code), LocationRule> _byCode = [];
    private readonly Dictionary<(string Connection, string Word), StockState> _states = [];
    private readonly Dictionary<string, ConnectionRule> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocationRule> _locations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KitRule> _kits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Items<KitRule>> _kitsOfComponent = new(StringComparer.Ordinal);
    private readonly ShownKits _shownKits = new();
    private readonly Dictionary<string, Items<LocationAlias>> _outlets = new(StringComparer.Ordinal);
    private readonly Items<Target>[] _targets;
    private readonly ScopedRules<BufferRule> _buffers;
    private readonly ScopedRules<BackorderRule> _backorders;
    private readonly ScopedRules<LowStockRule> _low;
    private readonly Dictionary<string, Items<Sku>> _substitutes;
    private Dictionary<(MappingKind Kind, string Connection, string Word), string> _amendments = [];

    /// <summary>Prepares the terms. Contradictions are found earlier, by the configuration's own check.</summary>
    public OwnershipContract(ContractTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Terms = terms;
        foreach (var connection in terms.Connections)
        {
            _connections[connection.Name.Text] = connection;
            foreach (var alias in connection.States)
            {
                _states[(connection.Name.Text, alias.Word)] = alias.State;
            }
        }

        foreach (var location in terms.Locations)
        {
            _locations[location.Code.Text] = location;
            _outlets[location.Code.Text] = location.Codes.Where(alias => terms.Stock.Subscribers.Contains(alias.Connection)).ToItems();
            foreach (var alias in location.Codes)
            {
                _byCode[(alias.Connection.Text, alias.Code)] = location;
            }
        }

        foreach (var kit in terms.Kits)
        {
            _kits[kit.Sku.Text] = kit;
            foreach (var component in kit.Components)
            {
                _kitsOfComponent[component.Sku.Text] = _kitsOfComponent.GetValueOrDefault(component.Sku.Text).Add(kit);
            }
        }

        MayExpire = terms.Connections.Any(connection => !connection.Expiry.IsEmpty);
        _targets = [.. Enum.GetValues<DataKind>().Select(TargetsIn)];
        _buffers = new ScopedRules<BufferRule>(terms.Buffers, rule => rule.Scope);
        _backorders = new ScopedRules<BackorderRule>(terms.Backorders, rule => rule.Scope);
        _low = new ScopedRules<LowStockRule>(terms.LowStock?.Rules ?? [], rule => rule.Scope with { Location = null });
        _substitutes = (terms.LowStock?.Substitutes ?? []).ToDictionary(rule => rule.Sku.Text, rule => rule.Instead, StringComparer.Ordinal);
    }

    /// <summary>The terms as written.</summary>
    public ContractTerms Terms { get; }

    /// <summary>Puts amendments in force instead of those before; what the terms say of the same word wins.</summary>
    public void Amend(Items<Amendment> amendments) => _amendments = amendments
        .Where(each => each.Meaning is not null)
        .ToDictionary(each => (each.Kind, each.Connection.Text, each.Word), each => each.Meaning!);

    /// <summary>Whether the terms map the word of an amendment themselves.</summary>
    public bool IsOverruled(Amendment amendment)
    {
        ArgumentNullException.ThrowIfNull(amendment);
        return amendment.Kind switch
        {
            MappingKind.Location => _byCode.ContainsKey((amendment.Connection.Text, amendment.Word)),
            MappingKind.State => _states.ContainsKey((amendment.Connection.Text, amendment.Word)),
            _ => false,
        };
    }

    /// <summary>Whether a word of the hub's can be what an amendment maps to.</summary>
    public bool IsMeaning(MappingKind kind, string meaning) => kind switch
    {
        MappingKind.Location => _locations.ContainsKey(meaning),
        MappingKind.State => OwnWord(meaning) is not null,
        MappingKind.Sku => Sku.TryParse(meaning, provider: null, out _),
        _ => meaning.Length is > 0 and <= 64,
    };

    /// <summary>The SKU that a connection means by a name of its own; the same where no amendment says otherwise.</summary>
    public Sku SkuOf(ConnectionName connection, Sku named) =>
        _amendments.Count > 0 && Amended(MappingKind.Sku, connection, named.Text) is { } meaning &&
        Sku.TryParse(meaning, provider: null, out var sku) ? sku : named;

    /// <summary>The tax code that an amendment says a connection means; null when none does.</summary>
    public string? TaxCodeOf(ConnectionName connection, string code) => Amended(MappingKind.TaxCode, connection, code);

    /// <summary>How a connection wants its sales forms, with the tax codes that amendments add; null where it keeps no
    /// books. What the file says of a word comes first.</summary>
    public BooksRule? BooksOf(ConnectionName connection)
    {
        var books = Connection(connection)?.Books;
        if (books is not { TaxCodes.IsEmpty: false } || _amendments.Count == 0)
        {
            return books;
        }

        var added = _amendments
            .Where(pair => pair.Key.Kind == MappingKind.TaxCode && pair.Key.Connection == connection.Text)
            .OrderBy(pair => pair.Key.Word, StringComparer.Ordinal)
            .Select(pair => new WordPair(pair.Key.Word, pair.Value)).ToItems();
        return books with { TaxCodes = books.TaxCodes.AddRange(added) };
    }

    /// <summary>The location that a connection calls by a code; null when no mapping knows it. There is no
    /// default.</summary>
    public LocationRule? LocationOf(ConnectionName connection, string code) =>
        _byCode.GetValueOrDefault((connection.Text, code)) ??
        (Amended(MappingKind.Location, connection, code) is { } meaning ? _locations.GetValueOrDefault(meaning) : null);

    private string? Amended(MappingKind kind, ConnectionName connection, string word) =>
        _amendments.GetValueOrDefault((kind, connection.Text, word));

    /// <summary>The location with a name of the hub's own; null when there is none.</summary>
    public LocationRule? Location(LocationCode location) => _locations.GetValueOrDefault(location.Text);

    /// <summary>The system whose figures count at a location; null when there is no such location.</summary>
    public ConnectionName? OwnerOf(LocationCode location) => Location(location)?.Owner;

    /// <summary>What the contract says of a connection; null when it is not configured.</summary>
    public ConnectionRule? Connection(ConnectionName connection) => _connections.GetValueOrDefault(connection.Text);

    /// <summary>
    /// The state that a connection means by a word. No word means available. A word equal to a state's own name is
    /// understood where the connection maps no words at all; null when it is not known.
    /// </summary>
    public StockState? StateOf(ConnectionName connection, string? word)
    {
        if (word is null)
        {
            return StockState.Available;
        }

        if (_states.TryGetValue((connection.Text, word), out var state))
        {
            return state;
        }

        return OwnWord(Amended(MappingKind.State, connection, word) ?? word);
    }

    private static StockState? OwnWord(string word) => word switch
    {
        "available" => StockState.Available,
        "inspection" => StockState.Inspection,
        "damaged" => StockState.Damaged,
        "in-transit" => StockState.InTransit,
        "quarantined" => StockState.Quarantined,
        _ => null,
    };

    /// <summary>Whether goods in a state may be sold.</summary>
    public bool IsSellable(StockState state) => Terms.Sellable.Span.Contains(state);

    /// <summary>What the owner's figure at a location already excludes.</summary>
    public Basis BasisOf(LocationRule location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return _connections.GetValueOrDefault(location.Owner.Text)?.Basis ?? Basis.OnHand;
    }

    /// <summary>Whether the owner of a location is told of the orders that are to be served from it.</summary>
    public bool TakesOrders(LocationCode location) =>
        Location(location) is { } rule && Terms.Order.Subscribers.Span.Contains(rule.Owner);

    /// <summary>The storefronts that must follow a location's stock, with their source codes.</summary>
    public Items<LocationAlias> OutletsOf(LocationCode location) => _outlets.GetValueOrDefault(location.Text);

    /// <summary>Whether a location counts towards what a storefront sells.</summary>
    public bool Serves(LocationCode location, ConnectionName storefront) =>
        OutletsOf(location).FindIndex(alias => alias.Connection == storefront) >= 0;

    /// <summary>How fast a SKU sells.</summary>
    public Velocity VelocityOf(SkuStock stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return stock.Pace?.PerWeek is not { } weekly || weekly < Terms.Velocity.MediumFrom ? Velocity.Slow
            : weekly < Terms.Velocity.FastFrom ? Velocity.Medium
            : Velocity.Fast;
    }

    /// <summary>Units kept back at a location of a SKU of which nothing else is known.</summary>
    public Quantity BufferOf(Sku sku, LocationCode location) => BufferOf(new SkuStock(sku), location);

    /// <summary>
    /// Units kept back of a SKU at a location. What is kept back of a kit is kept back of its components (DESIGN §4), so
    /// of the kit itself only what a rule asks for that names it.
    /// </summary>
    public Quantity BufferOf(SkuStock stock, LocationCode location)
    {
        ArgumentNullException.ThrowIfNull(stock);
        if (KitOf(stock.Sku) is not null)
        {
            return _buffers.BestNamed(stock, location, this)?.Quantity ?? Quantity.Zero;
        }

        return _buffers.Best(stock, location, this)?.Quantity ?? Terms.BufferDefault;
    }

    /// <summary>How a SKU is sold at a location beyond what is there; null where it is not. Of a kit its components are
    /// asked.</summary>
    public BackorderRule? BackorderOf(SkuStock stock, LocationCode location)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return _backorders.IsEmpty ? null : _backorders.Best(stock, location, this);
    }

    /// <summary>Units left at or below which a SKU is low.</summary>
    public Quantity LowAt(SkuStock stock)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return _low.Best(stock, location: null, this)?.At ?? Terms.LowStock?.At ?? Quantity.Zero;
    }

    /// <summary>What may be offered instead of a SKU, the best first.</summary>
    public Items<Sku> SubstitutesOf(Sku sku) => _substitutes.GetValueOrDefault(sku.Text);

    /// <summary>The systems that must get a kind of data, in the order in which they get it.</summary>
    public Items<Target> TargetsOf(DataKind kind) => _targets[(int)kind];

    /// <summary>The moment at which a storefront's order is handed over.</summary>
    public ReleasePoint ReleasePointOf(ConnectionName storefront, string? channel, string? payment)
    {
        return Best(Connection(storefront)?.Release ?? [], rule => (rule.Channel, rule.Payment), channel, payment)?.At ?? ReleasePoint.Placed;
    }

    /// <summary>Whether any order may expire.</summary>
    public bool MayExpire { get; }

    /// <summary>How long a storefront's order may wait for its payment; null: for ever.</summary>
    public TimeSpan? ExpiryOf(ConnectionName storefront, string? channel, string? payment) =>
        Best(Connection(storefront)?.Expiry ?? [], rule => (rule.Channel, rule.Payment), channel, payment)?.After;

    /// <summary>The rule that names most: a payment method before a channel, among equals the later one.</summary>
    private static T? Best<T>(
        Items<T> rules, Func<T, (string? Channel, string? Payment)> scope, string? channel, string? payment)
        where T : class
    {
        var (best, most) = ((T?)null, 0);
        foreach (var rule in rules)
        {
            var named = scope(rule);
            var weight = (named.Payment is null ? 0 : 2) + (named.Channel is null ? 0 : 1);
            if ((named.Channel is null || named.Channel == channel) && (named.Payment is null || named.Payment == payment) &&
                weight >= most)
            {
                (best, most) = (rule, weight);
            }
        }

        return best;
    }

    /// <summary>How long an order may stay in a stage; null for no limit.</summary>
    public TimeSpan? LimitOf(OrderStage stage)
    {
        var place = Terms.Orders.Stages.FindIndex(limit => limit.Stage == stage);
        return place < 0 ? null : Terms.Orders.Stages[place].After;
    }

    /// <summary>
    /// The kit sold under a SKU, as the terms say, else as a storefront shows it; null when it is not a kit.
    /// </summary>
    public KitRule? KitOf(Sku sku) => _kits.GetValueOrDefault(sku.Text) ?? _shownKits.Of(sku, _kits);

    /// <summary>The kits that a SKU is a component of, also by way of kits within kits.</summary>
    public Items<KitRule> KitsWith(Sku component)
    {
        var told = _kitsOfComponent.GetValueOrDefault(component.Text);
        return _shownKits.IsEmpty ? told : told.AddRange(_shownKits.With(component, _kits, _kitsOfComponent));
    }

    /// <summary>All kits: those of the terms, and those that only storefronts show.</summary>
    public Items<KitRule> Kits => _shownKits.IsEmpty ? Terms.Kits : Terms.Kits.AddRange(_shownKits.All(_kits));

    /// <summary>A storefront shows what a SKU is made of; with no parts it is a kit no more. The terms win.</summary>
    public void Show(KitRule kit, ConnectionName by)
    {
        ArgumentNullException.ThrowIfNull(kit);
        _shownKits.Put(kit, by);
    }

    /// <summary>Whether a storefront is to follow a SKU: a kit that only another one shows is none of its business unless
    /// it sells it too.</summary>
    public bool Concerns(SkuStock stock, ConnectionName storefront)
    {
        ArgumentNullException.ThrowIfNull(stock);
        return _shownKits.IsEmpty || _kits.ContainsKey(stock.Sku.Text) || _shownKits.By(stock.Sku) is not { } by ||
            by == storefront || stock.ListingIn(storefront) is not null;
    }

    private Items<Target> TargetsIn(DataKind kind)
    {
        var rule = kind switch
        {
            DataKind.Order => Terms.Order,
            DataKind.Cancellation => Terms.Cancellation ?? Terms.Order,
            DataKind.Fulfilment => Terms.Fulfilment,
            DataKind.Tracking => Terms.Tracking ?? Terms.Fulfilment,
            DataKind.Return => Terms.Return,
            DataKind.StoreDay => Terms.StoreDay,
            _ => Terms.Refund ?? Terms.Order with { Subscribers = Terms.Order.Subscribers.Where(IsFinance).ToItems() },
        };
        return rule.Subscribers
            .Select(name => new Target(
                name, rule.Sequence == TargetSequence.Together || IsFinance(name) ? 0 : 1, IsFinance(name)))
            .OrderBy(target => target.Step).ToItems();
    }

    private bool IsFinance(ConnectionName name) => Connection(name)?.IsFinance == true;
}
