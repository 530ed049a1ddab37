using Trueup.Core.Entries;

namespace Trueup.Engine.Lanes;

/// <summary>A message whose time has come.</summary>
/// <param name="Message">The message.</param>
/// <param name="Approved">Whether a person let it past the guards.</param>
public readonly record struct WaitingMessage(JournalPosition Message, bool Approved);
