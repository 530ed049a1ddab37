namespace Trueup.Settings;

/// <summary>Where something stands in the configuration file, both counted from 1.</summary>
public readonly record struct Place(int Line, int Column);

/// <summary>How much a problem in the configuration matters.</summary>
public enum ProblemGravity
{
    /// <summary>The hub cannot start with it.</summary>
    Error,

    /// <summary>The hub starts, but something will not work as it was probably meant.</summary>
    Warning,
}

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Gravity">How much it matters.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">Dotted path of the key; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what was expected, in one sentence. Never holds a resolved secret.</param>
public sealed record SettingsProblem(ProblemGravity Gravity, Place Place, string Path, string Message);

/// <summary>Collects problems, so that all of them are told at once.</summary>
internal sealed class ProblemList
{
    private readonly List<SettingsProblem> _problems = [];

    /// <summary>Whether the hub cannot start.</summary>
    public bool HasErrors => _problems.Exists(problem => problem.Gravity == ProblemGravity.Error);

    /// <summary>Whether something at a path or below it keeps the hub from starting.</summary>
    public bool HasErrorsBelow(string path) => _problems.Exists(problem =>
        problem.Gravity == ProblemGravity.Error &&
        (problem.Path == path || problem.Path.StartsWith($"{path}.", StringComparison.Ordinal)));

    /// <summary>Every problem in the order of the file.</summary>
    public IEnumerable<SettingsProblem> InOrder =>
        _problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column);

    /// <summary>Notes something the hub cannot start with.</summary>
    public void Error(Place place, string path, string message) =>
        _problems.Add(new SettingsProblem(ProblemGravity.Error, place, path, message));

    /// <summary>Notes something that was probably not meant.</summary>
    public void Warn(Place place, string path, string message) =>
        _problems.Add(new SettingsProblem(ProblemGravity.Warning, place, path, message));
}
