import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ExplanationShown, explainQuestion, type StockShown } from '../../api/questions';
import { Qty } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import classes from './Equation.module.css';
import { type Step, waterfall } from './waterfall';

/** Why a number is what it is: every term as a bar that begins where the one before ended, with its messages. */
export function Equation({ sku, stock }: { sku: string; stock: StockShown }) {
  const { get, set } = useFilters();
  const storefronts = [...new Set(stock.storefronts.map((row) => row.connection))];
  const storefront = get('storefront');
  const location = get('location');
  const asked = useQuery(explainQuestion(sku, storefront || undefined, location || undefined));
  return (
    <Panel
      title={storefront ? `What ${storefront} must hold` : 'What may be sold'}
      note={location || 'all locations'}
      actions={
        <>
          <SegmentedControl
            aria-label="Which number"
            data={[{ value: '', label: 'To sell' }, ...storefronts.map((value) => ({ value, label: value }))]}
            value={storefront}
            onChange={(value) => set({ storefront: value })}
          />
          <Select
            aria-label="Location"
            placeholder="All locations"
            w={150}
            clearable
            data={stock.locations.map((row) => row.location)}
            value={location || null}
            onChange={(value) => set({ location: value })}
          />
        </>
      }
    >
      <Shown of={asked} rows={5}>
        {(explanation) => <Terms of={explanation} />}
      </Shown>
    </Panel>
  );
}

function Terms({ of }: { of: ExplanationShown }) {
  const { steps, low, high } = waterfall(of.terms);
  const share = (value: number) => `${((value - low) / Math.max(1, high - low)) * 100}%`;
  return (
    <table className={classes.terms}>
      <caption className={classes.hidden}>
        {of.value === null || of.value === undefined ? 'No owner has reported' : `The sum is ${of.value}`}
      </caption>
      <thead className={classes.hidden}>
        <tr>
          <th scope="col">Term</th>
          <th scope="col">Where</th>
          <th scope="col">Bar</th>
          <th scope="col">Quantity</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, place) => (
          <tr key={place} data-term>
            <th scope="row">{step.term.term}</th>
            <td className={classes.where}>{step.term.location}</td>
            <td className={classes.track}>
              <Bar step={step} share={share} />
            </td>
            <td className="right" data-quantity={step.term.quantity}>
              <Qty value={step.term.quantity} signed />
            </td>
            <td className={classes.because} data-prose>
              {step.parts.length === 1 ? (
                <Because of={step.term} />
              ) : (
                <details>
                  <summary>
                    {step.parts.length} {step.term.because[0]?.order ? 'orders' : 'terms'} together
                  </summary>
                  {step.parts.map((part, at) => (
                    <div key={at} className={classes.part}>
                      <Qty value={part.quantity} signed />
                      <Because of={part} />
                    </div>
                  ))}
                </details>
              )}
            </td>
          </tr>
        ))}
        <tr className={classes.sum} data-sum={of.value ?? ''}>
          <th scope="row">is</th>
          <td />
          <td className={classes.track}>
            <span
              className={classes.bar}
              data-kind="sum"
              style={{ left: share(Math.min(0, of.value ?? 0)), width: share(low + Math.abs(of.value ?? 0)) }}
            />
          </td>
          <td className="right">
            <Qty value={of.value} />
          </td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

/** The messages behind a term. */
function Because({ of }: { of: Step['term'] }) {
  return (
    <div>
      {of.because.map((reason, at) => (
        <span key={at} className={classes.reason}>
          {reason.event}
          {reason.order && (
            <>
              {' '}
              ·{' '}
              <Link className="link" to={`/orders/${encodeURIComponent(reason.order)}`}>
                {reason.order}
              </Link>
            </>
          )}
          {reason.message && (
            <>
              {' '}
              ·{' '}
              <Link className="link" to={`/journal/${reason.message}`}>
                message {reason.message}
              </Link>
            </>
          )}
          {reason.at && (
            <>
              {' '}
              · <Moment at={reason.at} />
            </>
          )}
        </span>
      ))}
    </div>
  );
}

function Bar({ step, share }: { step: Step; share: (value: number) => string }) {
  const left = Math.min(step.from, step.to);
  const kind = step.to < step.from ? 'down' : 'up';
  return (
    <span
      className={classes.bar}
      data-kind={kind}
      style={{ left: share(left), width: `calc(${share(Math.max(step.from, step.to))} - ${share(left)})` }}
    />
  );
}
