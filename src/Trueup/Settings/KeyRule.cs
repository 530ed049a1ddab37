namespace Trueup.Settings;

/// <summary>
/// One key of the configuration. The check, the JSON Schema and the reference page all come from these.
/// </summary>
/// <param name="Path">Dotted path; <c>*</c> stands for any name, <c>[]</c> for the members of a list.</param>
/// <param name="Form">What is expected there.</param>
/// <param name="Meaning">What it does and its default, in one sentence.</param>
/// <param name="Required">Whether it must be there when what contains it is there.</param>
public sealed record KeyRule(string Path, Form Form, string Meaning, bool Required = false);
