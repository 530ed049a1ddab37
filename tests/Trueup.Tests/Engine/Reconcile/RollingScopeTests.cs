using Trueup.Core.Values;
using Trueup.Engine.Reconcile;

namespace Trueup.Tests.Engine.Reconcile;

public sealed class RollingScopeTests
{
    private static readonly Sku[] Known = Enumerable.Range(0, 1_200).Select(number => Sku.Parse($"S-{number:0000}")).ToArray();

    [Fact]
    public void What_never_moves_is_looked_at_all_the_same_before_the_slices_come_round()
    {
        var scope = new RollingScope();

        var seen = Enumerable.Range(0, 3).SelectMany(_ => scope.Next(Known, [])).ToList();

        Assert.Equal(Known.Length, seen.Count);
        Assert.Equal(Known.ToHashSet(), seen.ToHashSet());
    }

    [Fact]
    public void What_moved_or_is_in_question_is_looked_at_next_and_then_let_go()
    {
        var scope = new RollingScope();
        scope.Note(Known[1_150]);

        var first = scope.Next(Known, [Known[1_100]]);
        var second = scope.Next(Known, []);

        Assert.Contains(Known[1_150], first);
        Assert.Contains(Known[1_100], first);
        Assert.DoesNotContain(Known[1_150], second);
    }

    [Fact]
    public void What_sells_fast_is_looked_at_every_time_until_it_no_longer_does()
    {
        var scope = new RollingScope();
        scope.Watch(Known[1_150], isFast: true);

        var first = scope.Next(Known, []);
        var second = scope.Next(Known, []);
        scope.Watch(Known[1_150], isFast: false);
        _ = scope.Next(Known, []);
        var fourth = scope.Next(Known, []);

        Assert.Contains(Known[1_150], first);
        Assert.Contains(Known[1_150], second);
        Assert.DoesNotContain(Known[1_150], fourth);
    }

    [Fact]
    public void When_more_moved_than_can_be_named_everything_is_looked_at()
    {
        var scope = new RollingScope();
        for (var number = 0; number < 5_000; number++)
        {
            scope.Note(Sku.Parse($"M-{number}"));
        }

        Assert.True(scope.Next(Known, []).IsEmpty);
        Assert.Equal(RollingScope.SliceMax, scope.Next(Known, []).Count);
    }
}
