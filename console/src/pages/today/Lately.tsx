import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { read } from '../../api/client';
import { parityQuestion } from '../../api/questions';
import { countOf, textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Blank, Loading, Trouble } from '../../parts/states';
import { Moment, useNow } from '../../parts/time';
import { State, sayOf } from '../../parts/tone';
import { type Changed, changesOf } from './hour';
import classes from './Today.module.css';

const rowsMax = 8;

const casesQuestion = queryOptions({
  queryKey: ['cases', 'lately'],
  queryFn: ({ signal }) => read('/api/exceptions', { signal, query: { state: 'all', limit: 200 } }),
});

const askedQuestion = queryOptions({
  queryKey: ['audit', 'lately'],
  queryFn: ({ signal }) => read('/api/audit', { signal, query: { order: 'newest', limit: 100 } }),
});

/** What changed in the last hour: cases that came and went, comparisons, and what people did. */
export function Lately() {
  const cases = useQuery(casesQuestion);
  const runs = useQuery(parityQuestion);
  const asked = useQuery(askedQuestion);
  const now = useNow(15_000);
  const error = cases.error ?? runs.error ?? asked.error;
  if (!cases.data || !runs.data || !asked.data) {
    return (
      <Panel title="In the last hour" flush>
        {error ? <Trouble fault={error} retry={cases.refetch} /> : <Loading rows={6} />}
      </Panel>
    );
  }
  const changes = changesOf({ cases: cases.data.items, runs: runs.data.runs, asked: asked.data.items }, now);
  const ended = cases.data.items.filter(
    (one) => one.state === 'resolved' && changes.some((change) => change.id === `case ${one.id}`),
  ).length;
  const met = changes.filter((change) => change.kind === 'case').length - ended;
  return (
    <Panel
      title="In the last hour"
      note={`${countOf(met, 'case')} met, ${textOf(ended)} ended by proof`}
      flush
      actions={
        <Link className="link" to="/cases?state=all&sort=recent">
          Latest cases
        </Link>
      }
    >
      {changes.length === 0 ? (
        <Blank good title="Nothing changed within the hour" />
      ) : (
        <ul className={classes.rows}>
          {changes.slice(0, rowsMax).map((change) => (
            <Row key={change.id} of={change} />
          ))}
          {changes.length > rowsMax && (
            <li className={classes.rest}>
              and {textOf(changes.length - rowsMax)} more: in the{' '}
              <Link className="link" to="/cases?state=all&sort=recent">
                cases
              </Link>
              , the{' '}
              <Link className="link" to="/parity">
                comparisons
              </Link>{' '}
              and the{' '}
              <Link className="link" to="/audit">
                audit log
              </Link>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function Row({ of }: { of: Changed }) {
  return (
    <li>
      <Link to={of.to}>
        <Moment at={of.at} />
        <State word={of.word} label={of.kind === 'person' ? 'Person' : sayOf(of.word)} />
        <span className="clip">
          {of.text} <span className="quiet mono">{of.about}</span>
        </span>
      </Link>
    </li>
  );
}
