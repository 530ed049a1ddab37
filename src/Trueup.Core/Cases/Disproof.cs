namespace Trueup.Core.Cases;

/// <summary>A success that closes a case, where it is open.</summary>
/// <param name="Code">The kind of problem.</param>
/// <param name="About">What the case is about.</param>
/// <param name="Because">What disproves it.</param>
public sealed record Disproof(CaseCode Code, Lineage About, string Because);
