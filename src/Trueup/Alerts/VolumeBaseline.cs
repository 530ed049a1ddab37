namespace Trueup.Alerts;

/// <summary>
/// What each hour of the week usually brings, learnt from the hours that were: a weighted mean in which a week counts
/// half as much as the one after it, so that a season is followed within three weeks.
/// </summary>
public sealed class VolumeBaseline
{
    /// <summary>Below this an hour is too quiet for its silence to mean anything.</summary>
    public const double UsualMin = 5;

    private const int HoursOfWeek = 168;
    private const int HoursOfDay = 24;
    private const double Weight = 0.5;

    private readonly double[] _usual = new double[HoursOfWeek];
    private readonly int[] _weeks = new int[HoursOfWeek];

    /// <summary>Learns what an hour brought.</summary>
    public void Learn(int hourOfWeek, double count)
    {
        _usual[hourOfWeek] = _weeks[hourOfWeek] == 0
            ? count
            : (_usual[hourOfWeek] * (1 - Weight)) + (count * Weight);
        _weeks[hourOfWeek]++;
    }

    /// <summary>
    /// What an hour usually brings: of the same hour of the week, or until one was seen, of the same hour of other
    /// days; null when nothing is known or the hour is a quiet one.
    /// </summary>
    public double? Usual(int hourOfWeek)
    {
        if (_weeks[hourOfWeek] > 0)
        {
            return OrQuiet(_usual[hourOfWeek]);
        }

        var seen = Enumerable.Range(0, HoursOfWeek)
            .Where(hour => hour % HoursOfDay == hourOfWeek % HoursOfDay && _weeks[hour] > 0)
            .Select(hour => _usual[hour]).ToArray();
        return seen.Length == 0 ? null : OrQuiet(seen.Average());
    }

    /// <summary>What was learnt, to be kept.</summary>
    public (double[] Usual, int[] Weeks) Kept => (_usual.ToArray(), _weeks.ToArray());

    /// <summary>Takes back what was kept; of another form it is left out.</summary>
    public void Restore(IReadOnlyList<double> usual, IReadOnlyList<int> weeks)
    {
        ArgumentNullException.ThrowIfNull(usual);
        ArgumentNullException.ThrowIfNull(weeks);
        for (var hour = 0; hour < HoursOfWeek && usual.Count == HoursOfWeek && weeks.Count == HoursOfWeek; hour++)
        {
            (_usual[hour], _weeks[hour]) = (usual[hour], weeks[hour]);
        }
    }

    private static double? OrQuiet(double usual) => usual < UsualMin ? null : usual;
}
