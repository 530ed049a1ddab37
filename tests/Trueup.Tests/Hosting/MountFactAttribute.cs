using System.Diagnostics;

namespace Trueup.Tests.Hosting;

/// <summary>A fact that needs a file system of its own, left out where the machine lets nobody mount one; what it shows
/// is shown by other means, too.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    /// <summary>How a process gets mounts of its own.</summary>
    public const string Unshare = "unshare --user --map-root-user --mount";

    private static readonly Lazy<bool> MayMount = new(() =>
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var trial = Process.Start(new ProcessStartInfo("sh", ["-c", $"{Unshare} mount -t tmpfs tmpfs /mnt 2>/dev/null"]));
        trial!.WaitForExit();
        return trial.ExitCode == 0;
    });

    public MountFactAttribute() => Skip = MayMount.Value ? null : "Needs the right to mount a file system.";
}
