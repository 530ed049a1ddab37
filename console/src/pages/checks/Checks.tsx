import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { contractQuestion, parityQuestion, runbooksQuestion, statusQuestion } from '../../api/questions';
import { Page, Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { useNow } from '../../parts/time';
import { State } from '../../parts/tone';
import classes from './Checks.module.css';
import { type Check, dailyOf, weeklyOf } from './routines';

/** What is looked at every day and every week, with what the hub has to say for it right now. */
export default function Checks() {
  const status = useQuery(statusQuestion);
  const parity = useQuery(parityQuestion);
  const contract = useQuery(contractQuestion);
  const runbooks = useQuery(runbooksQuestion);
  const now = useNow(15_000);
  const all = {
    data:
      status.data && parity.data && contract.data && runbooks.data
        ? { status: status.data, parity: parity.data, contract: contract.data, runbooks: runbooks.data, now }
        : undefined,
    error: status.error ?? parity.error ?? contract.error ?? runbooks.error,
    isPending: status.isPending || parity.isPending || contract.isPending || runbooks.isPending,
    refetch: () => Promise.all([status.refetch(), parity.refetch(), contract.refetch(), runbooks.refetch()]),
  };
  return (
    <Page
      title="Checks"
      lead="The routines of the day and of the week. The hub looks for itself; what it found is the evidence."
    >
      <Shown of={all} rows={10}>
        {(known) => (
          <>
            <Routine title="Every day" note="before trade begins" of={dailyOf(known)} />
            <Routine title="Every week" note="with finance and the agency" of={weeklyOf(known)} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Routine({ title, note, of }: { title: string; note: string; of: Check[] }) {
  const good = of.filter((check) => check.isGood).length;
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <span className="quiet num">
          {good} of {of.length} hold
        </span>
      }
      flush
    >
      <ul className={classes.checks}>
        {of.map((check) => (
          <li key={check.title}>
            <State
              word={check.isGood ? 'holds' : 'look'}
              tone={check.isGood ? 'ok' : 'warn'}
              label={check.isGood ? 'Holds' : 'Look'}
            />
            <div>
              <strong>{check.title}</strong>
              <div className="quiet">{check.evidence}</div>
            </div>
            <Link className="link" to={check.to} aria-label={`Evidence: ${check.title}`}>
              Evidence
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
