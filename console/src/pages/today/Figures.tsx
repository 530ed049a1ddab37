import { Link } from 'react-router';
import type { Answer } from '../../api/client';
import { countOf, shareOf, textOf } from '../../parts/figures';
import { spanOf } from '../../parts/time';
import { sayOf } from '../../parts/tone';
import classes from './Today.module.css';

/** The four figures that say whether anybody has to look further. */
export function Figures({ of, owner }: { of: Answer<'/api/status'>; owner: string }) {
  const up = of.connections.filter((one) => one.state === 'up').length;
  const waiting = of.connections.reduce((sum, one) => sum + one.pending.orders + one.pending.stock, 0);
  const oldest = Math.max(0, ...of.connections.map((one) => one.oldestPendingMs));
  const own = of.exceptions.byOwner[owner] ?? 0;
  return (
    <div className={classes.figures}>
      <Figure
        label="Parity"
        value={shareOf(of.parity)}
        tone={of.parity === 1 ? 'ok' : of.parity >= 0.995 ? 'warn' : 'bad'}
        note="of SKUs agree at both ends"
        to="/parity"
      />
      <Figure
        label="Open cases"
        value={textOf(of.exceptions.open)}
        tone={of.exceptions.open ? 'bad' : 'ok'}
        note={of.exceptions.open ? `${textOf(own)} of them for ${sayOf(owner)}` : 'nobody has to do anything'}
        to={own ? `/cases?owner=${owner}` : '/cases'}
      />
      <Figure
        label="Waiting to be written"
        value={textOf(waiting)}
        tone={oldest > 60_000 ? 'warn' : 'ok'}
        note={waiting ? `the oldest for ${spanOf(oldest)}` : 'everything is sent'}
        to="/connections"
      />
      <Figure
        label="Behind"
        value={spanOf(of.journal.lagMs)}
        tone={of.journal.lagMs < 5_000 ? 'ok' : 'warn'}
        note={`${countOf(of.journal.accepted - of.journal.applied, 'message')} not decided`}
        to="/journal"
      />
      <Figure
        label="Systems up"
        value={`${up} of ${of.connections.length}`}
        tone={up === of.connections.length ? 'ok' : 'bad'}
        note={
          of.connections
            .filter((one) => one.state !== 'up')
            .map((one) => `${one.name} ${one.state}`)
            .join(', ') || 'all answer'
        }
        to="/connections"
      />
    </div>
  );
}

function Figure({
  label,
  value,
  note,
  tone,
  to,
}: {
  label: string;
  value: string;
  note: string;
  tone: 'ok' | 'warn' | 'bad';
  to: string;
}) {
  return (
    <Link to={to} className={classes.figure} data-tone={tone}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{value}</span>
      <span className={classes.note}>{note}</span>
    </Link>
  );
}
