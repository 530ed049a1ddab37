using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Trueup.Settings;

namespace Trueup.Queues;

/// <summary>One connection to a broker, for as long as it lasts.</summary>
internal sealed class QueueSession : IAsyncDisposable
{
    /// <summary>Bytes of the largest message that is taken. Nobody can be told to send less, so it is more than over HTTP: a larger one
    /// ends the session, and waits at the front of its queue for a person.</summary>
    public const uint LargestBytes = 64 << 20;

    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(2);

    /// <summary>Deliveries that become one append, and bytes that are enough for one.</summary>
    private const int GroupMax = 500;
    private const int GroupBytes = 8 << 20;

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Channel<QueueDelivery> _deliveries = Channel.CreateUnbounded<QueueDelivery>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private volatile string? _whyClosed;

    private QueueSession(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Whether nothing more comes and nothing can be acknowledged.</summary>
    public bool IsClosed => _whyClosed is not null;

    /// <summary>Why it ended.</summary>
    public string WhyClosed => _whyClosed ?? "The reading ended.";

    /// <summary>Connects and begins to read.</summary>
    /// <param name="queue">The queue, which must exist.</param>
    /// <param name="name">What the broker shows of this reader.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<QueueSession> OpenAsync(QueueSettings queue, string name, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(queue, name, cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            var session = new QueueSession(connection, channel);
            await session.ConsumeAsync(queue, cancellationToken);
            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to the broker of a queue.</summary>
    public static Task<IConnection> ConnectAsync(QueueSettings queue, string name, CancellationToken cancellationToken)
    {
        // Whoever recovers by itself hands out again without saying so; a new session says it.
        var factory = new ConnectionFactory
        {
            Uri = new Uri(queue.Url.Reveal()),
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            MaxInboundMessageBodySize = LargestBytes,
        };
        return factory.CreateConnectionAsync(cancellationToken);
    }

    /// <summary>What has come by now, at least one; empty once the session has ended.</summary>
    public async ValueTask<IReadOnlyList<QueueDelivery>> NextAsync(CancellationToken cancellationToken)
    {
        var group = new List<QueueDelivery>();
        if (await _deliveries.Reader.WaitToReadAsync(cancellationToken))
        {
            for (var bytes = 0L; group.Count < GroupMax && bytes < GroupBytes && _deliveries.Reader.TryRead(out var delivery);)
            {
                group.Add(delivery);
                bytes += delivery.Body.Length;
            }
        }

        return IsClosed ? [] : group;
    }

    /// <summary>This delivery and all before it need not be handed out again.</summary>
    public ValueTask AcknowledgeAsync(QueueDelivery last, CancellationToken cancellationToken) =>
        _channel.BasicAckAsync(last.Tag, multiple: true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.AbortAsync(GoodbyeMax);
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ConsumeAsync(QueueSettings queue, CancellationToken cancellationToken)
    {
        _ = await _channel.QueueDeclarePassiveAsync(queue.Name, cancellationToken);
        await _channel.BasicQosAsync(prefetchSize: 0, queue.Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, received) =>
        {
            _deliveries.Writer.TryWrite(QueueProperties.Copy(received));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => EndAsync("The queue was deleted.");
        _channel.ChannelShutdownAsync += (_, end) => EndAsync(QueueFault.Describe(end.ReplyCode, end.ReplyText));
        _connection.ConnectionShutdownAsync += (_, end) => EndAsync(QueueFault.Describe(end.ReplyCode, end.ReplyText));
        await _channel.BasicConsumeAsync(queue.Name, autoAck: false, consumer, cancellationToken);
    }

    private Task EndAsync(string why)
    {
        _whyClosed ??= why;
        _deliveries.Writer.TryComplete();
        return Task.CompletedTask;
    }
}
