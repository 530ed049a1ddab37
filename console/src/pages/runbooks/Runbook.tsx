import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { runbookQuestion, runbooksQuestion } from '../../api/questions';
import { countOf } from '../../parts/figures';
import { Facts, Page, Panel } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { Blank, Shown } from '../../parts/states';
import { State, sayOf } from '../../parts/tone';
import { BulkBar } from '../cases/BulkBar';
import classes from './Runbooks.module.css';

const endings: Record<string, string> = {
  'later-success': 'It ends by itself when the same thing succeeds later.',
  mapping: 'It ends when the mapping is mended and what waited has been decided again.',
  parity: 'It ends when a comparison finds both ends equal.',
  none: 'It ends when somebody deals with it.',
};

/** What people wrote by hand; what stands before it is said by the page itself. */
const remedyOf = (markdown: string) => markdown.slice(Math.max(0, markdown.indexOf('\n## ')));

/** One kind of case. */
export default function Runbook() {
  const { code = '' } = useParams();
  const asked = useQuery(runbooksQuestion);
  const found = asked.data?.find((row) => row.code === code);
  const page = useQuery({ ...runbookQuestion(code), enabled: !!found });
  return (
    <Page
      title={
        <>
          {found?.title ?? code}
          {found && <State word={found.severity} />}
        </>
      }
      name={found?.title ?? code}
      crumbs={[{ to: '/runbooks', label: 'Runbooks' }]}
      lead={found && <span className="mono">{found.code}</span>}
    >
      <Shown of={asked} rows={6}>
        {() =>
          found ? (
            <div className={classes.split}>
              <Panel title="What to do">
                <p className={classes.next}>{found.nextAction}</p>
                <Shown of={page} rows={4}>
                  {({ markdown }) => <Prose text={remedyOf(markdown)} />}
                </Shown>
                {found.open > 0 && (
                  <div className={classes.run}>
                    <h3>Do it for all of them</h3>
                    <BulkBar
                      target={{ code: found.code, state: 'open' }}
                      label={countOf(found.open, 'case')}
                    />
                  </div>
                )}
              </Panel>
              <Panel title="What it is">
                <p className={classes.meaning}>{found.meaning}</p>
                <Facts
                  of={[
                    ['Owner', sayOf(found.owner)],
                    ['How it ends', endings[found.healing] ?? ''],
                    [
                      'Open now',
                      <Link key="o" className="link" to={`/cases?code=${found.code}`}>
                        {countOf(found.open, 'case')}
                      </Link>,
                    ],
                    [
                      'History',
                      <Link key="h" className="link" to={`/cases?code=${found.code}&state=all`}>
                        all cases of this kind
                      </Link>,
                    ],
                  ]}
                />
              </Panel>
            </div>
          ) : (
            <Blank title="No such kind of case">
              The catalogue is closed: the code may be of another version.
            </Blank>
          )
        }
      </Shown>
    </Page>
  );
}
