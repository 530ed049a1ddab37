using System.Reflection;
using Trueup.Connectors.AdobeCommerce;
using Trueup.Connectors.AdobeCommerce.Twin;
using Trueup.Connectors.CommerceTools.Twin;
using Trueup.Core.Connecting;
using Trueup.Core.Values;
using Trueup.Tests.Connectors.CommerceTools;

namespace Trueup.Tests.Connectors;

public sealed class AdobeCommerceStorefrontTests : StorefrontConformance
{
    protected override StorefrontRig Open() => new Rig();

    private sealed class Rig : StorefrontRig
    {
        private readonly AdobeTwin _twin = new();

        public Rig()
        {
            _twin.Setup.At(Now);
            _twin.Setup.Token("t");
            _twin.Setup.Stock("Main", [new TwinLink("leeds_src", 1)], ["base"]);
            _twin.Setup.Product(new TwinProduct("CAP"));
            _twin.Setup.SourceItem("CAP", "leeds_src", 0);
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = "http://127.0.0.1:1",
                ["auth.bearer"] = "t",
                ["website"] = "base",
                ["stock_id"] = "2",
            };
            Connection = Assert.IsType<ConnectionOpening.Ready>(new AdobeCommerceConnector().Open(new ConnectionSettings(
                ConnectionName.Parse("adobe-uk"), values, new Dictionary<string, string>(StringComparer.Ordinal)))).Connection;
        }

        public override IConnection Connection { get; }

        public override string Source => "leeds_src";

        public override string OrdersPoll => "orders";

        public override bool Buy(string sku, int units) =>
            _twin.Shoppers.PlaceOrder("base", [new ShopperLine(sku, units)], Now).IsDone;

        protected override WireReply Answer(WireRequest request) => _twin.Answer(request, Now);
    }
}

public sealed class CommerceToolsStorefrontTests : StorefrontConformance
{
    protected override StorefrontRig Open() => new Rig();

    private sealed class Rig : StorefrontRig
    {
        private readonly Project _project = new();

        public Rig() => _project.Twin.Setup.Entry("CAP", "leeds", 0);

        public override IConnection Connection => _project.Connection;

        public override string Source => "leeds";

        public override string OrdersPoll => "orders";

        public override bool Buy(string sku, int units) =>
            _project.Twin.Shoppers.PlaceOrder(new([new TwinLine(sku, units, "leeds")]), Now) is not null;

        protected override WireReply Answer(WireRequest request) => _project.Twin.Answer(request, Now);
    }
}

public sealed class StorefrontsTests
{
    [Fact]
    public void Every_kind_of_storefront_passes_the_same_suite()
    {
        var kinds = typeof(AdobeCommerceConnector).Assembly.GetTypes()
            .Where(type => typeof(IConnector).IsAssignableFrom(type) && !type.IsAbstract)
            .Where(type => ((IConnector)Activator.CreateInstance(type)!).Manifest.Roles.Span.Contains("storefront"))
            .Select(type => type.Name.Replace("Connector", "", StringComparison.Ordinal));
        var suites = Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.IsSubclassOf(typeof(StorefrontConformance))).Select(type => type.Name).ToList();

        foreach (var kind in kinds)
        {
            Assert.Contains($"{kind}StorefrontTests", suites);
        }
    }
}
