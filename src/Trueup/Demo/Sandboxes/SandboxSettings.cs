namespace Trueup.Demo.Sandboxes;

/// <summary>
/// Writes the hub's configuration for a sandbox: an ordinary <c>trueup.yaml</c>, with a day's intervals pressed into a
/// minute.
/// </summary>
public static class SandboxSettings
{
    /// <summary>Name of the configuration's file.</summary>
    public const string FileName = "trueup.yaml";

    /// <summary>Pause between two rolling reconciliations.</summary>
    public static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(3);

    private const string Template = """
        version: 1
        hub:
          name: Northwind Outdoor
          time_zone: Europe/London
          currency: GBP
          listen: http://127.0.0.1:0
          store: ./data
          tokens:
            - { name: demo, token: "{{api}}", scopes: [admin] }

        connections:
          adobe-uk:
            kind: adobe-commerce
            url: {{shop}}
            auth: { bearer: "{{shop-token}}" }
            website: base
            stock_id: 2
            limits: { rate: 40/s, burst: 40, batch: 100, concurrency: 1 }
            orders: { poll: 1s, overlap: 10s, release_when: [processing] }
          ct-eu:
            kind: commercetools
            url: {{project}}
            project: {{project-key}}
            auth: { client_id: {{project-client}}, client_secret: "{{project-secret}}" }
            import: { url: {{project}}, from: 20 }
            stock: { create: true, lag: 1s }
            limits: { rate: 90/s, burst: 90, batch: 100, concurrency: 4 }
            orders: { poll: 1s, overlap: 5s, release_when: [Paid], currencies: [EUR] }
            messages: { poll: 2s }
            payments: { refund: true }
          wms:
            kind: http
            roles: [warehouse]
            url: {{warehouse}}
            auth: { bearer: "{{warehouse-token}}" }
            inbound: { auth: { hmac_sha256: "{{signing}}" } }
            basis: on-hand
            states: { OK: available, QC: inspection, DMG: damaged, TRN: in-transit }
            limits: { rate: 200/s, burst: 200 }
            operations:
              order.create:
                request: POST /orders
                body: order.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.amend: { request: "PATCH /orders/{{remote.id}}", body: order-amend.json.hbs }
              order.cancel: { request: "POST /orders/{{remote.id}}/cancel" }
              order.reduce:
                request: "POST /orders/{{remote.id}}/cancel"
                body: order-reduce.json.hbs
                idempotency_header: Idempotency-Key
              stock.levels:
                request: "GET /stock?page={{page}}&size=500"
                items: $.items
                fields: { sku: $.sku, location: $.warehouse, state: $.status, quantity: $.qty, version: $.version }
          pos:
            kind: http
            roles: [pos]
            url: {{store}}
            auth: { bearer: "{{store-token}}" }
            inbound: { auth: { bearer: "{{till}}" } }
            basis: on-hand
            states: { OK: available, QC: inspection, DMG: damaged, TRN: in-transit }
            limits: { rate: 200/s, burst: 200 }
            operations:
              order.create:
                request: POST /orders
                body: order.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.amend: { request: "PATCH /orders/{{remote.id}}", body: order-amend.json.hbs }
              order.cancel: { request: "POST /orders/{{remote.id}}/cancel" }
              order.reduce:
                request: "POST /orders/{{remote.id}}/cancel"
                body: order-reduce.json.hbs
                idempotency_header: Idempotency-Key
          tills:
            kind: http
            roles: [pos]
            inbound: { auth: { bearer: "{{registers}}" } }
          erp:
            kind: http
            roles: [erp]
            url: {{erp}}
            auth: { bearer: "{{erp-token}}" }
            limits: { rate: 200/s, burst: 200, concurrency: 8 }
            books: { tax_codes: { "20": S20, "19": DE19, "0": Z0, S20: S20 } }
            operations:
              order.create:
                request: POST /sales-orders
                body: erp-sale.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /sales-orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.read:
                request: "GET /sales-orders/{{remote.id}}"
                result: { gross: $.totals.gross, tax: $.totals.tax }
              order.amend: { request: "PATCH /sales-orders/{{remote.id}}", body: erp-amend.json.hbs }
              order.cancel: { request: "POST /sales-orders/{{remote.id}}/cancel" }
              order.status: { request: "GET /sales-orders/{{remote.id}}", result: { status: $.status } }
              order.reduce:
                request: "POST /sales-orders/{{remote.id}}/cancel"
                body: erp-reduce.json.hbs
                idempotency_header: Idempotency-Key
              credit.create:
                request: POST /credit-memos
                body: erp-credit.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              credit.find: { request: "GET /credit-memos?external_id={{key}}", result: { id: "$.items[0].id" } }
              return.create:
                request: POST /returns
                body: erp-return.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              return.find: { request: "GET /returns?external_id={{rma}}", result: { id: "$.items[0].id" } }
              return.amend: { request: "PATCH /returns/{{remote.return}}", body: erp-return.json.hbs }
              day.create:
                request: POST /retail-postings
                body: erp-day.json.hbs
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              day.find: { request: "GET /retail-postings?external_id={{day.id}}", result: { id: "$.items[0].id" } }
              day.read:
                request: "GET /retail-postings/{{remote.id}}"
                result: { gross: $.totals.gross, tax: $.totals.tax }

        locations:
          leeds: { name: Leeds DC,   owner: wms, codes: { wms: LDS, adobe-uk: leeds_src, ct-eu: leeds } }
          paris: { name: Paris hub,  owner: wms, codes: { wms: PAR, adobe-uk: paris_src, ct-eu: paris } }
          soho:  { name: Soho store, owner: pos, codes: { pos: "07", tills: "07", adobe-uk: soho_src, ct-eu: soho } }

        ownership:
          stock:
            owner: by-location
            subscribers: [adobe-uk, ct-eu]
            write: set
            reconcile: { every: {{reconcile}}s, full: "02:00" }
          order:      { owner: by-storefront, subscribers: [erp, wms, pos] }
          fulfilment: { owner: wms, subscribers: [adobe-uk, ct-eu] }
          return:
            owner: wms
            subscribers: [adobe-uk, ct-eu, erp]
            restock: after-inspection
            refund: on-inspection
          store_day:  { subscribers: [erp] }

        stock:
          sellable: [available]
          buffer: { default: 0, rules: [ { location: soho, quantity: 1 } ] }
          guards: { max_zeroed: 20%, of: location, over: 5m }
          sourcing: { policy: priority, order: [leeds, paris, soho] }
        """;

    /// <summary>What the warehouse and the store want an order to look like.</summary>
    private const string OrderTemplate = """
        {
          "external_id": {{json order.id}},
          "reference": {{json order.number}},
          "lines": [
            {{#each picks}}
            {
              "line": {{json line}}, "sku": {{json sku}},
              "qty": {{json quantity}}, "warehouse": {{json location}}
            }{{#unless @last}},{{/unless}}
            {{/each}}
          ]
        }
        """;

    private const string AmendTemplate = """
        { "deliver_to": {{json order.shipping.address}} }
        """;

    private const string ReduceTemplate = """
        {
          "lines": [
            {{#each picks}}
            { "line": {{json line}}, "sku": {{json sku}}, "qty": {{json quantity}} }{{#unless @last}},{{/unless}}
            {{/each}}
          ]
        }
        """;

    private const string ErpLines = """
        "lines": [
            {{#each form.lines}}
            {
              "line": {{json line}}, "kind": {{#if sku}}"item"{{else}}{{json kind}}{{/if}}, "item": {{json sku}},
              "qty": {{json quantity}}, "net": {{json net}}, "tax": {{json tax}}, "tax_code": {{json taxCode}}
            }{{#unless @last}},{{/unless}}
            {{/each}}
          ],
          "totals": {{json form.totals}}
        """;

    /// <summary>What the books want to be told, by file.</summary>
    private static readonly (string File, string Text)[] ErpTemplates =
    [
        ("erp-sale.json.hbs", """
            {
              "external_id": {{json order.id}}, "number": {{json order.number}}, "account": "WEB-UK", "cost_centre": "ECOM",
              "currency": {{json order.currency}}, "date": {{json order.placedAt}},
              "customer": {{json order.customer.name}}, "deliver_to": {{json order.shipping.address}},
              LINES
            }
            """),
        ("erp-amend.json.hbs", """
            { "customer": {{json order.customer.name}}, "deliver_to": {{json order.shipping.address}} }
            """),
        ("erp-credit.json.hbs", """
            {
              "external_id": {{json key}}, "sales_order": {{json remote.id}}, "account": "WEB-UK", "cost_centre": "ECOM",
              "currency": {{json form.currency}}, "date": "DAY",
              LINES
            }
            """),
        ("erp-reduce.json.hbs", """
            { LINES }
            """),
        ("erp-return.json.hbs", """
            {
              "external_id": {{json rma}}, "sales_order": {{json remote.id}},
              "lines": [
                {{#each lines}}{ "line": {{json line}}, "qty": {{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}
              ]
            }
            """),
        ("erp-day.json.hbs", """
            {
              "external_id": {{json day.id}}, "account": "STORE-07", "cost_centre": "RETAIL",
              "currency": {{json day.currency}}, "date": {{json day.date}}, "tenders": {{json day.tenders}},
              "lines": [
                {{#each form.lines}}
                {
                  "line": {{json line}}, "kind": "charge",
                  "net": {{json net}}, "tax": {{json tax}}, "tax_code": {{json taxCode}}
                }{{#unless @last}},{{/unless}}
                {{/each}}
              ],
              "totals": {{json form.totals}}
            }
            """),
    ];

    /// <summary>Writes the configuration and what it refers to into a folder.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="sandbox">What the hub is connected to.</param>
    /// <returns>Full path of the configuration.</returns>
    public static string Write(string folder, Sandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(Path.Combine(folder, "order.json.hbs"), OrderTemplate);
        File.WriteAllText(Path.Combine(folder, "order-amend.json.hbs"), AmendTemplate);
        File.WriteAllText(Path.Combine(folder, "order-reduce.json.hbs"), ReduceTemplate);
        var today = sandbox.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (file, text) in ErpTemplates)
        {
            File.WriteAllText(Path.Combine(folder, file), text
                .Replace("LINES", ErpLines, StringComparison.Ordinal).Replace("DAY", today, StringComparison.Ordinal));
        }

        File.WriteAllText(path, Fill(sandbox));
        if (!OperatingSystem.IsWindows())
        {
            // It holds the credentials of this run.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private static string Fill(Sandbox sandbox)
    {
        var secrets = sandbox.Secrets;
        (string Name, string Value)[] values =
        [
            ("api", secrets.Api),
            ("shop", Text(sandbox.ShopServer.Address)),
            ("shop-token", secrets.Shop),
            ("project", Text(sandbox.ProjectServer.Address)),
            ("project-key", Sandbox.ProjectKey),
            ("project-client", Sandbox.ProjectClient),
            ("project-secret", secrets.Project),
            ("warehouse", Text(sandbox.WarehouseServer.Address)),
            ("warehouse-token", secrets.Warehouse),
            ("signing", secrets.Signing),
            ("store", Text(sandbox.StoreServer.Address)),
            ("store-token", secrets.Store),
            ("till", secrets.Till),
            ("registers", secrets.Registers),
            ("erp", Text(sandbox.ErpServer.Address)),
            ("erp-token", secrets.Erp),
            ("reconcile", Text((int)ReconcileEvery.TotalSeconds)),
        ];
        return values.Aggregate(Template, (text, value) =>
            text.Replace($"{{{{{value.Name}}}}}", value.Value, StringComparison.Ordinal));
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
