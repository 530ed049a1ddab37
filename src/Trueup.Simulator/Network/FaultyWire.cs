using System.Text;
using Trueup.Core.Connecting;
using Trueup.Core.Values;

namespace Trueup.Simulator.Network;

/// <summary>The way from the hub to a twin, through whatever weather there is. What is under way outlives the hub that
/// sent it.</summary>
public sealed class FaultyWire : IWire
{
    /// <summary>How long a caller waits for an answer; the host's wire has the same patience.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PromptMax = TimeSpan.FromMilliseconds(400);

    private readonly string _name;
    private readonly ITwin _twin;
    private readonly Outside _outside;
    private readonly Chance _chance;
    private readonly List<DateTimeOffset> _calls = [];
    private readonly List<(DateTimeOffset Called, DateTimeOffset From, DateTimeOffset Until)> _pauses = [];
    private readonly List<RefusedWrite> _refused = [];
    private readonly List<(DateTimeOffset At, ulong What)> _writes = [];
    private readonly List<(DateTimeOffset At, IReadOnlyList<(string Sku, string Source, decimal Quantity)> Rows)> _saves = [];

    /// <summary>A wire to a twin.</summary>
    /// <param name="name">The remote's name in the chronicle.</param>
    /// <param name="twin">The remote.</param>
    /// <param name="outside">The world between.</param>
    /// <param name="chance">Decides the fate of every exchange.</param>
    public FaultyWire(string name, ITwin twin, Outside outside, Chance chance)
    {
        (_name, _twin, _outside, _chance) = (name, twin, outside, chance);
    }

    /// <summary>The remote's name in the chronicle.</summary>
    public string Name => _name;

    /// <summary>The weather now.</summary>
    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Whether nobody answers at all now.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether the remote no longer accepts the hub's credentials.</summary>
    public bool IsLockedOut { get; set; }

    /// <summary>Whether every exchange takes seconds now.</summary>
    public bool IsSluggish { get; set; }

    /// <summary>The member of the remote's answers that it calls something else now; null for none.</summary>
    public string? Renamed { get; set; }

    /// <summary>How far the remote's clock is ahead of the hub's; negative when it is behind.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Told after every effect that a request had on the twin.</summary>
    public Action? Answered { get; set; }

    /// <summary>When the hub made its calls.</summary>
    public IReadOnlyList<DateTimeOffset> Calls => _calls;

    /// <summary>When the hub called, when the remote answered that it wants to be left alone, and until when.</summary>
    public IReadOnlyList<(DateTimeOffset Called, DateTimeOffset From, DateTimeOffset Until)> Pauses => _pauses;

    /// <summary>Saves of levels that took effect, with their rows.</summary>
    public IReadOnlyList<(DateTimeOffset At, IReadOnlyList<(string Sku, string Source, decimal Quantity)> Rows)> Saves => _saves;

    /// <summary>Everything that the hub tried to write: when, and a hash of what.</summary>
    public IReadOnlyList<(DateTimeOffset At, ulong What)> Writes => _writes;

    /// <summary>Writes that the remote refused for good, as it told the hub.</summary>
    public IReadOnlyList<RefusedWrite> RefusedWrites => _refused;

    /// <inheritdoc/>
    public async ValueTask<WireOutcome> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = _outside.Now;
        _calls.Add(asked);
        if (request.Method != "GET")
        {
            _writes.Add((asked, HashOf(request)));
        }

        var answer = new TaskCompletionSource<WireOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var fate = IsDown ? Fate.Refused : Weather.Draw(_chance, fate => Distortion.IsPossible(fate, request));
        Travel(request, fate, outcome =>
        {
            Note(request, fate, outcome, asked);
            answer.TrySetResult(outcome);
        });
        await using var stop = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        return await answer.Task;
    }

    private void Note(WireRequest request, Fate fate, WireOutcome outcome, DateTimeOffset asked)
    {
        if (fate != Fate.Fine)
        {
            _outside.Tally.Add(fate.ToString());
        }

        if (request.Method is "POST" or "PUT" &&
            outcome is WireOutcome.Answered { Reply.Status: >= 400 and < 500 and not (401 or 403 or 408 or 425 or 429) } no)
        {
            _refused.Add(new RefusedWrite(asked, _outside.Now, request.Target, no.Reply.Status, HashOf(request))
            {
                Body = Encoding.UTF8.GetString(request.Body.Span),
            });
        }

        _outside.Note(_name, $"{(fate == Fate.Fine ? "" : $"{fate}: ")}{Wording.Of(outcome)} ← {Wording.Of(request)}");
    }

    private TimeSpan Delay() => IsSluggish
        ? _chance.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(12))
        : Weather.Delay(_chance, _outside.Tally);

    private void Travel(WireRequest request, Fate fate, Action<WireOutcome> answer)
    {
        // What may not come late does not: it would arrive when its sender is dead and the next one has looked for it in vain.
        var delay = Delay();
        var there = Distortion.IsRepeatable(request) || delay < PromptMax ? delay : PromptMax;
        var back = there + Delay();
        switch (fate)
        {
            case Fate.Refused:
                _outside.After(there, () => answer(new WireOutcome.NotSent("Connection refused.")));
                break;
            case Fate.RequestLost:
                GiveUp(answer);
                break;
            case Fate.ReplyLost:
                _outside.After(there, () => Ask(request));
                GiveUp(answer);
                break;
            case Fate.Overtaken:
                _outside.After(Patience + _chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)), () => Ask(request));
                GiveUp(answer);
                break;
            case Fate.FailedBefore:
                _outside.After(back, () => answer(Reply(_chance.OneOf([500, 502, 503]))));
                break;
            case Fate.FailedAfter:
                _outside.After(there, () => Ask(request));
                _outside.After(back, () => answer(Reply(_chance.OneOf([500, 502, 504]))));
                break;
            case Fate.Rejected:
                _outside.After(back, () => answer(Reply(request.Method == "GET" ? 400 : _chance.OneOf([400, 409, 422]))));
                break;
            case Fate.HalfApplied:
                _outside.After(there, () => Ask(Distortion.Half(request, _chance)));
                _outside.After(back, () => answer(Distortion.CouldNotSave()));
                break;
            case Fate.TooMany:
                _outside.After(back, () =>
                {
                    _pauses.Add((_outside.Now - back, _outside.Now, _outside.Now + TimeSpan.FromSeconds(3)));
                    answer(Reply(429, new WireHeader("Retry-After", "3")));
                });
                break;
            case Fate.TooManyWithoutHint:
                _outside.After(back, () => answer(Reply(429)));
                break;
            case Fate.Twice:
                _outside.After(there, () => Ask(request));
                goto default;
            default:
                _outside.After(there, () =>
                {
                    var reply = Ask(request);
                    _outside.After(back - there, () => answer(new WireOutcome.Answered(Distortion.Alter(reply, fate, Renamed, _chance))));
                });
                break;
        }
    }

    private void GiveUp(Action<WireOutcome> answer) =>
        _outside.After(Patience, () => answer(new WireOutcome.NoAnswer("No answer in time.")));

    private WireReply Ask(WireRequest request)
    {
        if (IsLockedOut)
        {
            return new WireReply(401, """{"message":"The consumer isn't authorized to access %resources."}"""u8.ToArray());
        }

        var reply = _twin.Answer(request, _outside.Now + Skew);
        if (reply.Status < 300 && Distortion.LevelsOf(request) is { Count: > 0 } rows)
        {
            _saves.Add((_outside.Now, rows));
        }

        Answered?.Invoke();
        return reply;
    }

    private static ulong HashOf(WireRequest request) =>
        StableHash.Of64([.. Encoding.UTF8.GetBytes(request.Target), .. request.Body.Span]);

    private static WireOutcome.Answered Reply(int status, WireHeader? header = null) =>
        new(new WireReply(status, Encoding.UTF8.GetBytes("{}"), header is null ? [] : [header]));
}

/// <summary>A write that a remote refused for good.</summary>
/// <param name="AskedAt">When the hub asked.</param>
/// <param name="At">When it was told.</param>
/// <param name="Target">What was written.</param>
/// <param name="Status">How it was refused.</param>
/// <param name="What">A hash of the request.</param>
public sealed record RefusedWrite(DateTimeOffset AskedAt, DateTimeOffset At, string Target, int Status, ulong What)
{
    /// <summary>What the request said.</summary>
    public required string Body { get; init; }
}
