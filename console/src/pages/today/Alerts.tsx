import { useQuery } from '@tanstack/react-query';
import { alertsQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Ago } from '../../parts/time';
import { State, sayOf, Tag } from '../../parts/tone';
import classes from './Today.module.css';

/** The alerts that stand; nothing where none does. */
export function Alerts() {
  const { data } = useQuery(alertsQuestion);
  if (!data || (data.alerts.length === 0 && data.givenUp === 0)) {
    return null;
  }
  return (
    <Panel
      title="Alerts"
      note={`${textOf(data.waiting)} notices on their way${data.givenUp ? `, ${textOf(data.givenUp)} could not be delivered` : ''}`}
      flush
    >
      <ul className={classes.rows}>
        {data.alerts.map((alert) => (
          <li key={alert.name} className={classes.alert}>
            <State word={alert.severity} label={alert.name} />
            <span className="clip quiet">
              {alert.condition}, now {textOf(alert.figure)}
            </span>
            <span className={classes.aside}>
              {alert.escalatedAt && <Tag tone="bad">escalated</Tag>}
              {alert.owner && <span className="quiet">{sayOf(alert.owner)}</span>}
              <span className="faint">
                <Ago at={alert.since} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
