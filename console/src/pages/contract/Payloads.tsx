import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ShapeShown, shapesQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Moment } from '../../parts/time';
import { Tag } from '../../parts/tone';
import classes from './Contract.module.css';

const tones = { new: 'info', gone: 'bad', retyped: 'bad' } as const;

/** What the payloads of every sender look like, and which of their fields are not what they were. */
export function Payloads() {
  const asked = useQuery(shapesQuestion);
  return (
    <Panel title="Payloads" note="fields of what comes in; one that is new, gone or retyped is a case" flush>
      <Shown of={asked} rows={4}>
        {(shapes) =>
          shapes.length === 0 ? (
            <Blank title="Nothing was looked at yet">
              The first payloads are looked at within seconds; after a day their form counts as known.
            </Blank>
          ) : (
            <Table
              rows={[...shapes].sort((a, b) => b.changes.length - a.changes.length)}
              idOf={(shape) => `${shape.connection} ${shape.form}`}
              fields={[
                { head: 'System', cell: (shape) => shape.connection },
                { head: 'Form', look: 'mono', cell: (shape) => shape.form },
                { head: 'Fields', look: 'num', cell: (shape) => textOf(shape.fields) },
                { head: 'Looked at', look: 'num', cell: (shape) => textOf(shape.samples) },
                {
                  head: 'Since',
                  cell: (shape) => (
                    <>
                      <Moment at={shape.since} />{' '}
                      {!shape.isKnown && <span className="faint">still learning</span>}
                    </>
                  ),
                },
                { head: 'Changed', cell: (shape) => <Changes of={shape} /> },
              ]}
            />
          )
        }
      </Shown>
    </Panel>
  );
}

function Changes({ of }: { of: ShapeShown }) {
  return of.changes.length === 0 ? (
    <span className="faint">{of.isKnown ? 'as it always was' : '–'}</span>
  ) : (
    <ul className={classes.changes}>
      {of.changes.map((change) => (
        <li key={`${change.field} ${change.what} ${change.message}`}>
          <Tag tone={tones[change.what as keyof typeof tones]}>{change.what}</Tag>{' '}
          <span className="mono">{change.field}</span> <span className="quiet">{change.detail}</span>{' '}
          <Link className="link" to={`/journal/${change.message}`}>
            message {change.message}
          </Link>
        </li>
      ))}
    </ul>
  );
}
