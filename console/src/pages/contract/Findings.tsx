import { useQuery } from '@tanstack/react-query';
import { findingsQuestion } from '../../api/questions';
import { Panel } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { State } from '../../parts/tone';

/** What is wrong with the configuration file as it is on disk now: before anybody restarts the hub with it. */
export function Findings() {
  const { data } = useQuery(findingsQuestion);
  if (!data) {
    return null;
  }
  const errors = data.filter((finding) => finding.gravity === 'error').length;
  return (
    <Panel
      title="Validation"
      note="trueup.yaml as it is on disk now"
      actions={
        <State
          word={data.length ? 'look' : 'holds'}
          tone={errors ? 'bad' : data.length ? 'warn' : 'ok'}
          label={
            errors
              ? `${errors} ${errors === 1 ? 'error' : 'errors'}: the hub could not start with it`
              : data.length
                ? `${data.length} ${data.length === 1 ? 'warning' : 'warnings'}`
                : 'Nothing to complain of'
          }
        />
      }
      flush
    >
      {data.length > 0 && (
        <Table
          rows={data}
          idOf={(finding) => `${finding.line} ${finding.path} ${finding.message}`}
          fields={[
            {
              head: 'Gravity',
              cell: (finding) => (
                <State word={finding.gravity} tone={finding.gravity === 'error' ? 'bad' : 'warn'} />
              ),
            },
            { head: 'Line', look: 'num', cell: (finding) => finding.line },
            { head: 'Key', look: 'mono', cell: (finding) => finding.path || '–' },
            { head: 'What is wrong', cell: (finding) => finding.message },
          ]}
        />
      )}
    </Panel>
  );
}
