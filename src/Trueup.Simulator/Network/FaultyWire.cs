using System.Text;
using Trueup.Core.Connecting;

namespace Trueup.Simulator.Network;

/// <summary>The way from the hub to a twin, through whatever weather there is. What is under way outlives the hub that
/// sent it.</summary>
public sealed class FaultyWire : IWire
{
    /// <summary>How long a caller waits for an answer; the host's wire has the same patience.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly ITwin _twin;
    private readonly Outside _outside;
    private readonly Chance _chance;
    private readonly List<DateTimeOffset> _calls = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _pauses = [];

    /// <summary>A wire to a twin.</summary>
    /// <param name="name">The remote's name in the chronicle.</param>
    /// <param name="twin">The remote.</param>
    /// <param name="outside">The world between.</param>
    /// <param name="chance">Decides the fate of every exchange.</param>
    public FaultyWire(string name, ITwin twin, Outside outside, Chance chance)
    {
        (_name, _twin, _outside, _chance) = (name, twin, outside, chance);
    }

    /// <summary>The weather now.</summary>
    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Whether nobody answers at all now.</summary>
    public bool IsDown { get; set; }

    /// <summary>Told after every effect that a request had on the twin.</summary>
    public Action? Answered { get; set; }

    /// <summary>When the hub made its calls.</summary>
    public IReadOnlyList<DateTimeOffset> Calls => _calls;

    /// <summary>When the remote asked to be left alone, and until when.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Pauses => _pauses;

    /// <inheritdoc/>
    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _calls.Add(_outside.Now);
        var answer = new TaskCompletionSource<WireOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fate = IsDown ? Fate.Refused : Weather.Draw(_chance, IsRepeatable(request));
        Travel(request, fate, outcome =>
        {
            _outside.Note(_name, $"{(fate == Fate.Fine ? "" : $"{fate}: ")}{Describe(outcome)} ← {Describe(request)}");
            answer.TrySetResult(outcome);
        });
        await using var stop = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        return await answer.Task;
    }

    private void Travel(WireRequest request, Fate fate, Action<WireOutcome> answer)
    {
        var there = Weather.Delay(_chance);
        var back = there + Weather.Delay(_chance);
        switch (fate)
        {
            case Fate.Refused:
                _outside.After(there, () => answer(new WireOutcome.NotSent("Connection refused.")));
                break;
            case Fate.RequestLost:
                _outside.After(Patience, () => answer(new WireOutcome.NoAnswer("No answer in time.")));
                break;
            case Fate.ReplyLost:
                _outside.After(there, () => Ask(request));
                _outside.After(Patience, () => answer(new WireOutcome.NoAnswer("No answer in time.")));
                break;
            case Fate.FailedBefore:
                _outside.After(back, () => answer(Reply(_chance.OneOf([500, 502, 503]))));
                break;
            case Fate.FailedAfter:
                _outside.After(there, () => Ask(request));
                _outside.After(back, () => answer(Reply(_chance.OneOf([500, 502, 504]))));
                break;
            case Fate.TooMany:
                _outside.After(back, () =>
                {
                    _pauses.Add((_outside.Now, _outside.Now + TimeSpan.FromSeconds(3)));
                    answer(Reply(429, new WireHeader("Retry-After", "3")));
                });
                break;
            case Fate.TooManyWithoutHint:
                _outside.After(back, () => answer(Reply(429)));
                break;
            case Fate.Twice:
                _outside.After(there, () => Ask(request));
                goto case Fate.Fine;
            case Fate.Fine:
                _outside.After(there, () =>
                {
                    var reply = Ask(request);
                    _outside.After(back - there, () => answer(new WireOutcome.Answered(reply)));
                });
                break;
        }
    }

    private WireReply Ask(WireRequest request)
    {
        var reply = _twin.Answer(request, _outside.Now);
        Answered?.Invoke();
        return reply;
    }

    private static WireOutcome.Answered Reply(int status, WireHeader? header = null) =>
        new(new WireReply(status, Encoding.UTF8.GetBytes("{}"), header is null ? [] : [header]));

    /// <summary>Reads, absolute quantities, and documents that carry a key to be recognised by.</summary>
    private static bool IsRepeatable(WireRequest request) =>
        request.Method is "GET" or "PUT" || request.Header("Idempotency-Key") is not null ||
        request.Target.EndsWith("/inventory/source-items", StringComparison.Ordinal);

    private static string Describe(WireRequest request) => request.Body.IsEmpty
        ? $"{request.Method} {Uri.UnescapeDataString(request.Target)}"
        : $"{request.Method} {Uri.UnescapeDataString(request.Target)} {Encoding.UTF8.GetString(request.Body.Span)}";

    private static string Describe(WireOutcome outcome) => outcome switch
    {
        WireOutcome.Answered { Reply: { Status: < 300 } reply } => $"{reply.Status} ({reply.Body.Length} bytes)",
        WireOutcome.Answered { Reply: var reply } => $"{reply.Status} {Encoding.UTF8.GetString(reply.Body.Span)}".ReplaceLineEndings(" "),
        WireOutcome.NotSent => "not sent",
        _ => "no answer",
    };
}
