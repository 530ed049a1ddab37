namespace Trueup.Endpoints;

/// <summary>An answer that many ask for and that is good for a while.</summary>
/// <param name="clock">The time.</param>
/// <param name="age">How long it is good.</param>
/// <param name="make">Makes it anew.</param>
internal sealed class Kept<T>(TimeProvider clock, TimeSpan age, Func<Task<T>> make)
{
    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private DateTimeOffset _madeAt;

    /// <summary>The answer, made anew where it is too old.</summary>
    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_answer is null or { IsFaulted: true } or { IsCanceled: true } || now - _madeAt > age)
            {
                (_answer, _madeAt) = (make(), now);
            }

            return _answer;
        }
    }
}
