namespace Trueup.Settings;

/// <summary>A text that must not be shown. Printing it prints a placeholder.</summary>
public readonly record struct Secret
{
    private readonly string? _text;

    /// <summary>Hides a text.</summary>
    public Secret(string text) => _text = text;

    /// <summary>The text, for the one place that needs it.</summary>
    /// <exception cref="InvalidOperationException">This is an unassigned (<c>default</c>) value.</exception>
    public string Reveal() => _text ?? throw new InvalidOperationException("An unassigned Secret was read.");

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
