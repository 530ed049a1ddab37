namespace Trueup.Tests.Engine.Documents;

/// <summary>The configuration of a <see cref="TradingHouse"/>.</summary>
internal static class HouseSettings
{
    public const string Yaml = """
        version: 1
        hub: { name: House, currency: GBP, listen: "http://127.0.0.1:0", store: ./data }
        connections:
          shop:
            kind: adobe-commerce
            url: http://shop.test
            auth: { bearer: shop-token }
            website: base
            stock_id: 2
            limits: { rate: 50/s, burst: 50, batch: 100, concurrency: 1 }
            orders: { poll: 5s, overlap: 5m }
          wms:
            kind: http
            roles: [warehouse]
            url: http://wms.test
            auth: { bearer: wms-token }
            inbound: { auth: { bearer: wms-in } }
            states: { OK: available, QC: inspection, DMG: damaged, TRN: in-transit }
            limits: { rate: 50/s, burst: 50 }
            operations:
              order.create:
                request: POST /orders
                body: >-
                  {"external_id":{{json order.id}},"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},
                  "qty":{{json quantity}},"warehouse":{{json location}} }{{#unless @last}},{{/unless}}{{/each}}]}
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.cancel: { request: "POST /orders/{{remote.id}}/cancel" }
              order.status: { request: "GET /orders/{{remote.id}}", result: { status: $.status } }
              order.amend: { request: "PATCH /orders/{{remote.id}}", body: '{"deliver_to":{{json order.shipping.address}} }' }
              order.reduce:
                request: "POST /orders/{{remote.id}}/cancel"
                body: >-
                  {"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
                idempotency_header: Idempotency-Key
              return.create:
                request: POST /returns
                body: >-
                  {"rma":{{json rma}},"external_id":{{json order.id}},"lines":[{{#each picks}}{"line":{{json line}},
                  "sku":{{json sku}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
                result: { id: $.id }
              return.find: { request: "GET /returns?rma={{rma}}", result: { id: "$.items[0].id" } }
              return.amend:
                request: "PATCH /returns/{{remote.return}}"
                body: >-
                  {"lines":[{{#each picks}}{"line":{{json line}},"sku":{{json sku}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
          erp:
            kind: http
            roles: [erp]
            url: http://erp.test
            auth: { bearer: erp-token }
            inbound: { auth: { bearer: erp-in } }
            limits: { rate: 50/s, burst: 50 }
            books: { tax_codes: { "20": S20, "0": Z0, S20: S20 } }
            operations:
              order.create:
                request: POST /sales-orders
                body: >-
                  {"external_id":{{json order.id}},"account":"WEB-UK","currency":{{json order.currency}},
                  "date":{{json order.placedAt}},"lines":[{{#each form.lines}}{"line":{{json line}},
                  "kind":{{#if sku}}"item"{{else}}{{json kind}}{{/if}},"item":{{json sku}},"qty":{{json quantity}},
                  "net":{{json net}},"tax":{{json tax}},"tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],
                  "totals":{{json form.totals}} }
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              order.find: { request: "GET /sales-orders?external_id={{order.id}}", result: { id: "$.items[0].id" } }
              order.amend: { request: "PATCH /sales-orders/{{remote.id}}", body: '{"deliver_to":{{json order.shipping.address}} }' }
              order.read:
                request: "GET /sales-orders/{{remote.id}}"
                result: { gross: $.totals.gross, tax: $.totals.tax }
              order.cancel: { request: "POST /sales-orders/{{remote.id}}/cancel" }
              order.status: { request: "GET /sales-orders/{{remote.id}}", result: { status: $.status } }
              order.reduce:
                request: "POST /sales-orders/{{remote.id}}/cancel"
                body: >-
                  {"lines":[{{#each form.lines}}{"line":{{json line}},"qty":{{json quantity}},"net":{{json net}},
                  "tax":{{json tax}} }{{#unless @last}},{{/unless}}{{/each}}]}
                idempotency_header: Idempotency-Key
              credit.create:
                request: POST /credit-memos
                body: >-
                  {"external_id":{{json key}},"sales_order":{{json remote.id}},"account":"WEB-UK",
                  "currency":{{json form.currency}},"date":"2026-03-02","lines":[{{#each form.lines}}{"line":{{json line}},
                  "kind":{{#if sku}}"item"{{else}}{{json kind}}{{/if}},"item":{{json sku}},"qty":{{json quantity}},
                  "net":{{json net}},"tax":{{json tax}},"tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],
                  "totals":{{json form.totals}} }
                idempotency_header: Idempotency-Key
                result: { id: $.id }
              credit.find: { request: "GET /credit-memos?external_id={{key}}", result: { id: "$.items[0].id" } }
              return.create:
                request: POST /returns
                body: >-
                  {"external_id":{{json rma}},"sales_order":{{json remote.id}},"lines":[{{#each lines}}{"line":{{json line}},
                  "qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}
                result: { id: $.id }
              return.find: { request: "GET /returns?external_id={{rma}}", result: { id: "$.items[0].id" } }
              return.amend:
                request: "PATCH /returns/{{remote.return}}"
                body: '{"lines":[{{#each lines}}{"line":{{json line}},"qty":{{json quantity}} }{{#unless @last}},{{/unless}}{{/each}}]}'
              day.create:
                request: POST /retail-postings
                body: >-
                  {"external_id":{{json day.id}},"account":"STORE-07","currency":{{json day.currency}},"date":{{json day.date}},
                  "lines":[{{#each form.lines}}{"line":{{json line}},"kind":"charge","net":{{json net}},"tax":{{json tax}},
                  "tax_code":{{json taxCode}} }{{#unless @last}},{{/unless}}{{/each}}],"tenders":{{json day.tenders}},
                  "totals":{{json form.totals}} }
                result: { id: $.id }
              day.find: { request: "GET /retail-postings?external_id={{day.id}}", result: { id: "$.items[0].id" } }
              day.read:
                request: "GET /retail-postings/{{remote.id}}"
                result: { gross: $.totals.gross, tax: $.totals.tax }
          pos:
            kind: http
            roles: [pos]
            inbound: { auth: { bearer: pos-in } }
        locations:
          leeds: { name: Leeds, owner: wms, codes: { wms: LDS, shop: leeds_src } }
          soho: { name: Soho, owner: pos, codes: { pos: "07", shop: soho_src } }
        ownership:
          stock: { owner: by-location, subscribers: [shop], write: set, reconcile: { every: 1m } }
          order: { owner: shop, subscribers: [erp, wms] }
          fulfilment: { owner: wms, subscribers: [shop] }
          return: { owner: wms, subscribers: [shop, erp], refund: on-inspection }
          store_day: { subscribers: [erp] }
        stock:
          guards: { max_zeroed: 100%, of: location, over: 5m }
          sourcing: { policy: priority, order: [leeds, soho] }
        """;
}
