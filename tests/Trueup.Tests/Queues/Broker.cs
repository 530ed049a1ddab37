using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;
using Trueup.Tests.Hosting;
using Trueup.Tests.Storage;

namespace Trueup.Tests.Queues;

/// <summary>A fact about a real broker. Without one it is skipped with a reason; on the build server, where <c>./trueup test</c> has
/// installed it, that would be a failure.</summary>
internal sealed class BrokerFactAttribute : FactAttribute
{
    public BrokerFactAttribute()
    {
        if (!File.Exists(Broker.Program) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "RabbitMQ is not installed; ./trueup test installs it where it can.";
        }
    }
}

/// <summary>A RabbitMQ of its own on free ports of loopback, with its data in a temporary folder.</summary>
public sealed class Broker : IAsyncLifetime, IDisposable
{
    public const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private Process? _process;
    private int _port;
    private int _epmd;

    /// <summary>Its address as it stands in a configuration.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{_port}/");

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            return;
        }

        (_port, _epmd) = (Loopback.FreePort(), Loopback.FreePort());
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var configuration = _folder.File("rabbitmq.conf");
        await File.WriteAllTextAsync(
            configuration, string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.1 = 127.0.0.1:{_port}\n"), CancellationToken.None);
        await File.WriteAllTextAsync(_folder.File("plugins"), "[].\n", CancellationToken.None);
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in new (string Name, string Value)[]
        {
            ("HOME", _folder.Path), ("RABBITMQ_NODENAME", $"t{_port}@localhost"), ("RABBITMQ_CONFIG_FILE", configuration),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", _folder.File("plugins")), ("RABBITMQ_MNESIA_BASE", _folder.File("mnesia")),
            ("RABBITMQ_LOG_BASE", _folder.File("log")), ("RABBITMQ_PID_FILE", _folder.File("pid")),
            ("RABBITMQ_DIST_PORT", Loopback.FreePort().ToString(CultureInfo.InvariantCulture)), ("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"), ("ERL_EPMD_PORT", _epmd.ToString(CultureInfo.InvariantCulture)),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        })
        {
            start.Environment[name] = value;
        }

        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await AnswersAsync())
        {
            Assert.False(patience.IsCancellationRequested || _process.HasExited, "The broker did not start.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Ends it as a failing machine does.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>A queue that survives the broker.</summary>
    public async Task DeclareAsync(string queue, string type = "quorum") => await WithChannelAsync(channel =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["x-queue-type"] = type,
        },
        cancellationToken: CancellationToken.None));

    public async Task DeleteAsync(string queue) => await WithChannelAsync(channel => channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, CancellationToken.None));

    /// <summary>Publishes, and waits until the broker has each on disk.</summary>
    public Task PublishAsync(string queue, params IEnumerable<(string Body, BasicProperties Properties)> messages) => WithChannelAsync(async channel =>
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        foreach (var (body, properties) in messages)
        {
            properties.Persistent = true;
            await channel.BasicPublishAsync("", queue, mandatory: true, properties, System.Text.Encoding.UTF8.GetBytes(body), patience.Token);
        }

        return 0;
    });

    /// <summary>Takes out what is at the front of a queue, as a person does, as soon as no reader holds it.</summary>
    public async Task DropFirstAsync(string queue)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!await WithChannelAsync(async channel => await channel.BasicGetAsync(queue, autoAck: true, patience.Token) is not null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>What waits in a queue and is handed out to nobody.</summary>
    public Task<uint> WaitingAsync(string queue) =>
        WithChannelAsync(async channel => (await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None)).MessageCount);

    public async Task DisposeAsync()
    {
        await KillAsync();

        // The name server of the runtime outlives whoever started it.
        if (_epmd != 0)
        {
            using var end = Process.Start(new ProcessStartInfo("epmd", ["-port", _epmd.ToString(CultureInfo.InvariantCulture), "-kill"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            });
            await end!.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await WithChannelAsync(_ => Task.FromResult(true));
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException)
        {
            return false;
        }
    }

    private async Task<T> WithChannelAsync<T>(Func<IChannel, Task<T>> work)
    {
        var factory = new ConnectionFactory { Uri = new Uri(Url), MaxInboundMessageBodySize = 128 << 20 };
        await using var connection = await factory.CreateConnectionAsync(CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), CancellationToken.None);
        return await work(channel);
    }
}
