using Trueup.Core.Cases;
using Trueup.Core.Entries;
using Trueup.Core.Values;
using Trueup.Engine.Cases;
using Trueup.Engine.Journal;
using Trueup.Engine.Lanes;
using Xunit.Abstractions;

namespace Trueup.Tests.Engine.Cases;

/// <summary>How often a group names what its cases really come from: causes are planted in estates drawn by chance, with
/// stray cases of the same kinds among them. The figure stands in docs/operations/cases.md.</summary>
public sealed class GroupingAccuracyTests(ITestOutputHelper output)
{
    private const int Estates = 200;
    private const double ExactMin = 0.93;
    private const double WrongMax = 0.01;

    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_group_names_the_planted_cause_of_its_cases()
    {
        var byKind = new SortedDictionary<string, (int Exact, int Wide, int Total)>(StringComparer.Ordinal);
        for (var seed = 0; seed < Estates; seed++)
        {
            var estate = new Drawn(seed);
            var named = Named(estate.State);
            foreach (var (key, cause) in estate.Planted)
            {
                var (exact, wide, total) = byKind.GetValueOrDefault(key.Split('|')[0]);
                byKind[key.Split('|')[0]] = named[key] == cause ? (exact + 1, wide, total + 1)
                    : IsWider(named[key], cause) ? (exact, wide + 1, total + 1)
                    : (exact, wide, total + 1);
            }
        }

        foreach (var (kind, (exact, wide, total)) in byKind)
        {
            output.WriteLine($"{kind}: {(double)exact / total:P1} exactly, {(double)wide / total:P1} true but wider, of {total}");
        }

        var all = (double)byKind.Values.Sum(each => each.Total);
        var (right, loose) = (byKind.Values.Sum(each => each.Exact) / all, byKind.Values.Sum(each => each.Wide) / all);
        output.WriteLine($"all: {right:P1} exactly, {loose:P1} true but wider, {1 - right - loose:P1} wrong");
        Assert.InRange(right, ExactMin, 1);
        Assert.InRange(1 - right - loose, 0, WrongMax);
    }

    /// <summary>Whether what is named holds for the cause, without saying all of it.</summary>
    private static bool IsWider(Lineage named, Lineage cause) =>
        (named.Connection is null || named.Connection == cause.Connection) &&
        (named.Storefront is null || named.Storefront == cause.Storefront) &&
        (named.Location is null || named.Location == cause.Location) &&
        (named.Sku is null || named.Sku == cause.Sku) && (named.Order is null || named.Order == cause.Order);

    /// <summary>For every case, the cause that its group names.</summary>
    private static Dictionary<string, Lineage> Named(HubState state)
    {
        var named = new Dictionary<string, Lineage>(StringComparer.Ordinal);
        foreach (var group in CaseGroups.Of(state.Cases, Noon))
        {
            var members = CaseSearch.Find(
                state.Cases,
                new CaseQuery(State: "open", Code: null, Owner: null, Text: null, After: null, Limit: 100_000) { Group = group.Id },
                Noon);
            foreach (var member in members.Items)
            {
                Assert.True(named.TryAdd(member.Key, group.Shared), "a case is in one group");
            }
        }

        return named;
    }

    /// <summary>An estate with two shops, three places and some causes of trouble.</summary>
    private sealed class Drawn
    {
        private static readonly ConnectionName[] Shops = [ConnectionName.Parse("adobe-uk"), ConnectionName.Parse("ct-eu")];
        private static readonly ConnectionName[] Receivers = [ConnectionName.Parse("erp"), ConnectionName.Parse("wms")];
        private static readonly string[] Places = ["leeds", "paris", "soho"];

        private readonly Random _chance;

        public Drawn(int seed)
        {
            _chance = new Random(seed);
            foreach (var plant in new Action[] { AtPlace, InShop, OfSku, AtReceiver }.OrderBy(_ => _chance.Next()).Take(_chance.Next(1, 5)))
            {
                plant();
            }
        }

        public HubState State { get; } = new();

        /// <summary>The planted cause of each case.</summary>
        public Dictionary<string, Lineage> Planted { get; } = new(StringComparer.Ordinal);

        /// <summary>A place that one shop cannot sell from, or where more is promised than there is; now and then two
        /// of them.</summary>
        private void AtPlace()
        {
            var code = Any(CaseCodes.SourceUnknown, CaseCodes.SkuNotAssigned, CaseCodes.SourceNotAssigned);
            foreach (var place in Places.OrderBy(_ => _chance.Next()).Take(_chance.Next(5) == 0 ? 2 : 1).ToArray())
            {
                var cause = new Lineage { Storefront = Any(Shops), Location = place };
                Plant(code, cause, i => cause with { Sku = $"{place}-{i}" });
            }

            Stray(code, i => new Lineage { Storefront = Any(Shops), Location = Any(Places), Sku = $"stray-{i}" });
        }

        /// <summary>A catalogue that one shop does not have.</summary>
        private void InShop()
        {
            var cause = new Lineage { Storefront = Any(Shops) };
            Plant(CaseCodes.SkuUnknown, cause, i => cause with { Location = Places[i % Places.Length], Sku = $"new-{i}" });
            Stray(CaseCodes.SkuUnknown, i => new Lineage { Storefront = Any(Shops), Location = Any(Places), Sku = $"stray-{i}" });
        }

        /// <summary>One article that everybody refuses everywhere.</summary>
        private void OfSku()
        {
            var cause = new Lineage { Sku = "CURSED" };
            foreach (var shop in Shops)
            {
                foreach (var place in Places)
                {
                    Meet(CaseCodes.WriteRefused, cause with { Storefront = shop, Location = place }, cause);
                }
            }
        }

        /// <summary>A receiver that takes no orders.</summary>
        private void AtReceiver()
        {
            var cause = new Lineage { Connection = Any(Receivers) };
            Plant(CaseCodes.DocumentRefused, cause, i => cause with { Storefront = Any(Shops), Order = $"adobe-uk:{i}" });
            Stray(CaseCodes.DocumentRefused, i => new Lineage { Connection = Any(Receivers), Storefront = Any(Shops), Order = $"ct-eu:{i}" });
        }

        private void Plant(CaseCode code, Lineage cause, Func<int, Lineage> about)
        {
            var count = _chance.Next(4, 200);
            for (var i = 0; i < count; i++)
            {
                Meet(code, about(i), cause);
            }
        }

        /// <summary>Up to one in ten has nothing to do with the cause.</summary>
        private void Stray(CaseCode code, Func<int, Lineage> about)
        {
            var count = _chance.Next(0, Math.Max(1, Planted.Count / 10));
            for (var i = 0; i < count; i++)
            {
                Meet(code, about(i), cause: null);
            }
        }

        private void Meet(CaseCode code, Lineage about, Lineage? cause)
        {
            var finding = new Finding(code, about, "planted");
            State.Apply(new Change.CaseChanged(new CaseEvent.Found(finding, Noon)), new JournalPosition(1));
            if (cause is not null)
            {
                Planted[finding.CaseKey] = cause;
            }
        }

        private T Any<T>(params T[] of) => of[_chance.Next(of.Length)];
    }
}
