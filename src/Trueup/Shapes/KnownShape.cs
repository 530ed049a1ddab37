namespace Trueup.Shapes;

/// <summary>From when on a sender's payloads count as known.</summary>
/// <param name="SamplesMin">After so many of a form.</param>
/// <param name="For">And after so long: a day brings what only comes once a day.</param>
/// <param name="SightingsMin">A change counts when it was met so often: one odd message is no change of form.</param>
public sealed record ShapeRule(int SamplesMin, TimeSpan For, int SightingsMin)
{
    /// <summary>What holds where nobody says otherwise.</summary>
    public static ShapeRule Default { get; } = new(SamplesMin: 200, TimeSpan.FromDays(1), SightingsMin: 3);
}

/// <summary>A way in which payloads are not what they were.</summary>
/// <param name="Field">The field's path.</param>
/// <param name="What"><c>new</c>, <c>gone</c> or <c>retyped</c>.</param>
/// <param name="Detail">The change in words.</param>
/// <param name="Message">The message with which it counted.</param>
/// <param name="At">When that was noticed, UTC.</param>
public sealed record ShapeChange(string Field, string What, string Detail, long Message, DateTimeOffset At);

/// <summary>A field as it is known.</summary>
/// <param name="Kinds">What it held so far.</param>
/// <param name="Always">Whether it never was absent.</param>
public sealed record KnownField(FieldKinds Kinds, bool Always);

/// <summary>What the payloads of one connection and form look like: learned first, then held against what comes.</summary>
/// <param name="since">When the first came.</param>
public sealed class KnownShape(DateTimeOffset since)
{
    private const int ChangesMax = 50;

    private readonly Dictionary<string, int> _doubts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownField> _fields = new(StringComparer.Ordinal);
    private readonly List<ShapeChange> _changes = [];

    /// <summary>When the first payload came, UTC.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>Payloads looked at.</summary>
    public long Samples { get; private set; }

    /// <summary>The fields by path.</summary>
    public IReadOnlyDictionary<string, KnownField> Fields => _fields;

    /// <summary>What changed since it was known, the newest last.</summary>
    public IReadOnlyList<ShapeChange> Changes => _changes;

    /// <summary>What was kept of a shape.</summary>
    public static KnownShape Restore(
        DateTimeOffset since, long samples, IReadOnlyDictionary<string, KnownField> fields, IReadOnlyList<ShapeChange> changes)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var shape = new KnownShape(since) { Samples = samples };
        foreach (var (path, field) in fields)
        {
            shape._fields[path] = field;
        }

        shape._changes.AddRange(changes);
        return shape;
    }

    /// <summary>Whether enough was seen to hold others against it.</summary>
    public bool IsKnown(ShapeRule rule, DateTimeOffset now) =>
        rule is not null && Samples >= rule.SamplesMin && now - Since >= rule.For;

    /// <summary>Takes a payload in: learns from it, or says how it differs from all before.</summary>
    public IReadOnlyList<ShapeChange> Take(PayloadShape payload, ShapeRule rule, long message, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(rule);
        if (!IsKnown(rule, at))
        {
            Samples++;
            Learn(payload);
            return [];
        }

        Samples++;
        var changes = new List<ShapeChange>();
        foreach (var (field, what, detail) in Differences(payload).ToArray())
        {
            var doubt = $"{what} {field} {detail}";
            _doubts[doubt] = _doubts.GetValueOrDefault(doubt) + 1;
            if (_doubts[doubt] >= rule.SightingsMin)
            {
                _doubts.Remove(doubt);
                changes.Add(new ShapeChange(field, what, detail, message, at));
                Adopt(field, payload);
            }
        }

        _changes.AddRange(changes);
        _changes.RemoveRange(0, Math.Max(0, _changes.Count - ChangesMax));
        return changes;
    }

    private void Learn(PayloadShape payload)
    {
        var isFirst = Samples == 1;
        foreach (var (path, seen) in payload.Fields)
        {
            var isEverywhere = seen.Count == payload.Groups[PayloadShape.ParentOf(path)];
            _fields[path] = Fields.TryGetValue(path, out var known)
                ? new KnownField(known.Kinds | seen.Kinds, known.Always && isEverywhere)
                : new KnownField(seen.Kinds, isEverywhere && (isFirst || IsNewGroup(path, payload)));
        }

        foreach (var path in Absent(payload).ToArray())
        {
            _fields[path] = _fields[path] with { Always = false };
        }
    }

    /// <summary>A field of a group that was never seen before has not been absent from it.</summary>
    private bool IsNewGroup(string path, PayloadShape payload)
    {
        var parent = PayloadShape.ParentOf(path);
        return parent.Length > 0 && !Fields.Keys.Any(
            known => PayloadShape.ParentOf(known) == parent && !payload.Fields.ContainsKey(known));
    }

    private IEnumerable<string> Absent(PayloadShape payload) => Fields
        .Where(known => known.Value.Always &&
            payload.Groups.GetValueOrDefault(PayloadShape.ParentOf(known.Key)) is > 0 and var groups &&
            payload.Fields.GetValueOrDefault(known.Key).Count < groups)
        .Select(known => known.Key);

    private IEnumerable<(string Field, string What, string Detail)> Differences(PayloadShape payload)
    {
        foreach (var (path, seen) in payload.Fields)
        {
            if (!Fields.TryGetValue(path, out var known))
            {
                // What stands in something new is told with it.
                var parent = PayloadShape.ParentOf(path).TrimEnd('[', ']');
                if (parent.Length == 0 || Fields.ContainsKey(parent))
                {
                    yield return (path, "new", $"a field that was never there: {WordOf(seen.Kinds)}");
                }
            }
            else if ((seen.Kinds & ~known.Kinds) is not FieldKinds.None and var other && known.Kinds is not FieldKinds.None)
            {
                yield return (path, "retyped", $"was {WordOf(known.Kinds)}, is {WordOf(other)}");
            }
        }

        foreach (var path in Absent(payload))
        {
            yield return (path, "gone", "was always there, is missing");
        }
    }

    /// <summary>What was told once is known from then on.</summary>
    private void Adopt(string field, PayloadShape payload)
    {
        if (!payload.Fields.ContainsKey(field) || Fields.ContainsKey(field) && Absent(payload).Contains(field, StringComparer.Ordinal))
        {
            _fields[field] = _fields[field] with { Always = false };
        }

        foreach (var (path, seen) in payload.Fields.Where(each =>
                     each.Key == field || each.Key.StartsWith($"{field}.", StringComparison.Ordinal) ||
                     each.Key.StartsWith($"{field}[", StringComparison.Ordinal)))
        {
            var known = _fields.GetValueOrDefault(path, new KnownField(FieldKinds.None, Always: false));
            _fields[path] = known with { Kinds = known.Kinds | seen.Kinds };
        }
    }

    private static string WordOf(FieldKinds kinds)
    {
        var words = new List<string>();
        void Add(FieldKinds kind, string word)
        {
            if (kinds.HasFlag(kind))
            {
                words.Add(word);
            }
        }

        Add(FieldKinds.Text, "text");
        Add(FieldKinds.Number, "a number");
        Add(FieldKinds.Flag, "true or false");
        Add(FieldKinds.Group, "a group of fields");
        Add(FieldKinds.List, "a list");
        return words.Count == 0 ? "empty" : string.Join(" or ", words);
    }
}
