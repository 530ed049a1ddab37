namespace Trueup.Demo.Screens;

/// <summary>Shows the day while it is played.</summary>
public interface IDayScreen
{
    /// <summary>Shows it until the day is over, however it ends.</summary>
    /// <param name="look">Takes a look at the day.</param>
    /// <param name="day">Ends with the day.</param>
    Task ShowAsync(Func<Glance> look, Task day);
}
