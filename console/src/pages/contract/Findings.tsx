import { useQuery } from '@tanstack/react-query';
import { findingsQuestion } from '../../api/questions';
import { Panel } from '../../parts/Page';
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
        <div className="tableFrame">
          <table className="plain">
            <thead>
              <tr>
                <th>Gravity</th>
                <th className="right">Line</th>
                <th>Key</th>
                <th>What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {data.map((finding) => (
                <tr key={`${finding.line} ${finding.path} ${finding.message}`}>
                  <td>
                    <State word={finding.gravity} tone={finding.gravity === 'error' ? 'bad' : 'warn'} />
                  </td>
                  <td className="right num">{finding.line}</td>
                  <td className="mono">{finding.path || '–'}</td>
                  <td>{finding.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
