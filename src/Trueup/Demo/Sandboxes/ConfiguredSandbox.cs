using System.Globalization;
using Trueup.Core.Values;
using Trueup.Settings;

namespace Trueup.Demo.Sandboxes;

/// <summary>
/// The systems that a configuration names, simulated, each at the address and with the credentials that stand there: what a hub
/// of that configuration finds when it is started beside it. Only addresses of this machine are taken.
/// </summary>
public sealed class ConfiguredSandbox : IAsyncDisposable
{
    private const int ArticlesMax = 60;
    private const int Seed = 1;

    private readonly TrueupSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Random _chance = new(Seed);
    private readonly List<TwinServer> _servers = [];
    private readonly List<ConfiguredShop> _shops = [];
    private readonly List<ConfiguredOwner> _owners = [];
    private readonly List<ConfiguredTills> _tills = [];
    private readonly List<ConfiguredBooks> _books = [];
    private readonly List<string> _told = [];

    private ConfiguredSandbox(TrueupSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        var kits = settings.Contract.Kits.Select(static kit => kit.Sku.Text).ToList();
        Pieces = settings.Contract.Kits.SelectMany(static kit => kit.Components).Select(static part => part.Sku.Text)
            .Concat(Enumerable.Range(1, ArticlesMax).Select(static number =>
                string.Create(CultureInfo.InvariantCulture, $"ARTICLE-{number:000}")))
            .Distinct(StringComparer.Ordinal).Except(kits, StringComparer.Ordinal).ToItems();
        Sold = [.. Pieces, .. kits];
    }

    /// <summary>What lies on shelves.</summary>
    public Items<string> Pieces { get; }

    /// <summary>What can be bought: that, and the kits of the contract.</summary>
    public Items<string> Sold { get; }

    /// <summary>Shops that are simulated.</summary>
    public IReadOnlyList<ConfiguredShop> Shops => _shops;

    /// <summary>Owners of stock that are simulated.</summary>
    public IReadOnlyList<ConfiguredOwner> Owners => _owners;

    /// <summary>Stores whose tills are simulated.</summary>
    public IReadOnlyList<ConfiguredTills> Tills => _tills;

    /// <summary>Back offices that are simulated.</summary>
    public IReadOnlyList<ConfiguredBooks> Books => _books;

    /// <summary>What stands where, and what is not simulated, for people.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>Furnishes everything and puts it on the network.</summary>
    public static async Task<ConfiguredSandbox> OpenAsync(
        TrueupSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var sandbox = new ConfiguredSandbox(settings, clock);
        try
        {
            foreach (var connection in settings.Connections)
            {
                await sandbox.PutUpAsync(connection, cancellationToken);
            }

            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the hub of what lies where, and what changes, and lets people trade.</summary>
    /// <param name="every">How often somebody buys, something leaves or comes in; null: nothing happens by itself.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(TimeSpan? every, CancellationToken cancellationToken)
    {
        var senders = _owners.Where(static owner => owner.Pushes).Select(static owner => PushSource.Of(owner.Twin))
            .Concat(_tills.Where(static tills => tills.Pushes).Select(static tills => PushSource.Of(tills.Twin)))
            .Select(source => new PushSender(
                source, _gate, _settings.Hub.Listen, new PushTrouble(share: 0, Seed), _clock)).ToList();
        try
        {
            List<Task> errands = [.. senders.Select(sender => sender.RunAsync(cancellationToken))];
            if (every is { } pause)
            {
                errands.Add(TradeAsync(pause, cancellationToken));
            }

            errands.Add(Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken));
            await await Task.WhenAny(errands);
        }
        finally
        {
            senders.ForEach(static sender => sender.Dispose());
        }
    }

    /// <summary>Somebody buys something in every shop, and at the tills.</summary>
    public void Buy()
    {
        lock (_gate)
        {
            _shops.ForEach(shop => shop.Buy(Sold[_chance.Next(Sold.Count)], _chance.Next(1, 3), _clock.GetUtcNow()));
            _tills.ForEach(tills => tills.Sell(_clock.GetUtcNow(), _chance, Pieces));
        }
    }

    /// <summary>Owners send off what they were told to, each order a step further; now and then a shelf changes.</summary>
    public void Work()
    {
        lock (_gate)
        {
            _owners.ForEach(owner => owner.Work(_clock.GetUtcNow(), _chance, Pieces));
        }
    }

    /// <summary>Touches what is simulated while nobody calls it.</summary>
    public T Use<T>(Func<T> touch)
    {
        ArgumentNullException.ThrowIfNull(touch);
        lock (_gate)
        {
            return touch();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task TradeAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(every, _clock, cancellationToken);
            Buy();
            Work();
        }
    }

    private async Task PutUpAsync(ConfiguredConnection connection, CancellationToken cancellationToken)
    {
        if (connection.Url is { IsLoopback: false })
        {
            _told.Add($"{connection.Name}: {connection.Url.Host} is another machine, so it is left alone.");
        }
        else if (connection.Rule.Kind == "adobe-commerce" && connection.Url is { } address)
        {
            var shop = ConfiguredShop.Open(connection, CodesOf(connection.Name), Sold, _clock.GetUtcNow());
            _servers.Add(await TwinServer.StartAsync(shop.Twin, _clock, address.Port, cancellationToken, _gate));
            _shops.Add(shop);
            _told.Add($"{connection.Name}: a shop at {address}");
        }
        else if (connection.Rule.Kind == "square" && connection.Url is { } account && CodesOf(connection.Name) is { Count: > 0 } stores)
        {
            var tills = ConfiguredTills.Open(connection, account, _settings.Hub, stores, Pieces, _clock.GetUtcNow());
            _servers.Add(await TwinServer.StartAsync(tills.Twin, _clock, account.Port, cancellationToken, _gate));
            _tills.Add(tills);
            _told.Add($"{connection.Name}: stores at Square, at {account}");
        }
        else if (connection.Rule.Kind == "http" && PlacesOf(connection.Name) is { Count: > 0 } places)
        {
            await PutUpAsync(ConfiguredOwner.Open(connection, places, Pieces, _clock.GetUtcNow()), cancellationToken);
        }
        else if (connection.Rule.Kind == "http" && connection.Rule.IsFinance && connection.Url is { } office)
        {
            var books = ConfiguredBooks.Open(connection, office);
            _servers.Add(await TwinServer.StartAsync(books.Twin, _clock, office.Port, cancellationToken, _gate));
            _books.Add(books);
            _told.Add($"{connection.Name}: a back office at {office}");
        }
        else
        {
            _told.Add($"{connection.Name}: nobody plays this {connection.Rule.Kind} connection.");
        }
    }

    private async Task PutUpAsync(ConfiguredOwner owner, CancellationToken cancellationToken)
    {
        _owners.Add(owner);
        if (owner.Address is { } address)
        {
            _servers.Add(await TwinServer.StartAsync(owner.Twin, _clock, address.Port, cancellationToken, _gate));
        }

        var where = owner.Address is { } served ? $" at {served}" : "";
        var tells = owner.Pushes ? $", which tells {_settings.Hub.Listen}in/{owner.Name}" : ", which can only be asked";
        _told.Add($"{owner.Name}: an owner of stock{where}{tells}");
    }

    private Items<string> CodesOf(ConnectionName shop) => _settings.Contract.Locations
        .SelectMany(static location => location.Codes).Where(code => code.Connection == shop)
        .Select(static code => code.Code).Distinct(StringComparer.Ordinal).ToItems();

    private Items<string> PlacesOf(ConnectionName owner) => _settings.Contract.Locations
        .Where(location => location.Owner == owner)
        .Select(location => location.Codes.FirstOrDefault(code => code.Connection == owner)?.Code)
        .OfType<string>().ToItems();
}
