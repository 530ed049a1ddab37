import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { alertsQuestion } from '../../api/questions';
import { countOf, textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Ago, spanOf } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import classes from './Today.module.css';

type Alert = Answer<'/api/alerts'>['alerts'][number];

/** What to do when it stands; docs/operations/alerts.md says more. */
const remedies: Record<string, string> = {
  parity:
    'See the class of the differences: it says whose they are. Healing corrects what the hub may correct.',
  lag: 'See which system is down or slowed. What waits is sent by itself once it answers.',
  pending: 'See which system has the backlog; a number that rises steadily is more than its limits allow.',
  drain: 'Hold bulk updates back until the backlog is short again.',
  exceptions: 'Deal with the largest cause first: one often explains hundreds.',
  rejected: 'Read the words of whoever refused, correct the cause, and retry.',
  guards: 'Look at the owner’s system, then approve what is held, or discard it.',
  soldout: 'Order more, pull or mark the product, or offer what the case names instead.',
  capture: 'See the storefront’s events and polls: orders reach the hub late.',
  decrement: 'See what waits for the other storefronts: they still offer what was sold.',
  circuits: 'See the status of the system, and whether its token has expired.',
  errors: 'See the last error of the system; a rising share comes before an outage.',
  complaints: 'The hub slows down by itself. Where it happens daily, lower the rate.',
  volume: 'See whether the shop takes orders, then the last deliveries and polls.',
};

/** The figure of an alert in the unit of what it measures. */
export function figureOf({ metric, figure }: Pick<Alert, 'metric' | 'figure'>): string {
  switch (metric) {
    case 'parity':
    case 'errors':
      return `${textOf(Math.round(figure * 100) / 100)}%`;
    case 'volume':
      return `${textOf(Math.round(figure * 100) / 100)}% of what is usual`;
    case 'lag':
    case 'drain':
    case 'capture':
    case 'decrement':
      return spanOf(figure * 1_000);
    default:
      return textOf(figure);
  }
}

/** The alerts that stand; nothing where none does. */
export function Alerts() {
  const { data } = useQuery(alertsQuestion);
  if (!data || (data.alerts.length === 0 && data.givenUp === 0)) {
    return null;
  }
  return (
    <Panel
      title="Alerts"
      note={`${countOf(data.waiting, 'notice on its way', 'notices on their way')}${data.givenUp ? `, ${textOf(data.givenUp)} could not be delivered` : ''}`}
      flush
    >
      <ul className={classes.rows}>
        {data.alerts.map((alert) => (
          <li key={alert.name}>
            <Link to={alert.page}>
              <State word={alert.severity} label={alert.name} />
              <span className={classes.alert}>
                <span>
                  <strong className="num">{figureOf(alert)}</strong>{' '}
                  <span className="quiet">where {alert.condition} is told</span>
                </span>
                <span className="quiet">{remedies[alert.metric]}</span>
              </span>
              <span className={classes.aside}>
                {alert.escalatedAt && <Tag tone="bad">escalated</Tag>}
                {!alert.raisedAt && <Tag>not told yet</Tag>}
                {alert.owner && <span className="quiet">{sayOf(alert.owner)}</span>}
                <span className="faint">
                  <Ago at={alert.since} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
