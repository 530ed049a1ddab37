import { Alert, Button, Progress } from '@mantine/core';
import { IconFileText, IconStethoscope } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { act } from '../../api/client';
import { type AuditShown, auditsQuestion } from '../../api/questions';
import { useDoing } from '../../parts/doing';
import { countOf, Stake, textOf } from '../../parts/figures';
import { Page, Panel } from '../../parts/Page';
import { Blank, Shown } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Moment } from '../../parts/time';
import { State, Tag } from '../../parts/tone';
import { useMay } from '../../shell/session';
import classes from './Estate.module.css';

/** Audits of the whole estate: begun here, watched while they go on, and their reports. */
export default function Estate() {
  const { id } = useParams();
  const asked = useQuery(auditsQuestion);
  const mayAct = useMay('operate');
  const begin = useDoing(() => act('/api/audits'), {
    done: () => 'The audit has begun.',
    reads: ['audits', 'audit'],
  });
  const underWay = asked.data?.underWay;
  return (
    <Page
      title="Estate audit"
      lead="A read-only look at every storefront and owner: ghost stock, unmapped places, switches that keep things from selling, orders that do not add up. Nothing is written anywhere."
      actions={
        <Button
          leftSection={<IconStethoscope size={14} />}
          disabled={!mayAct || !!underWay}
          loading={begin.isPending}
          onClick={() => begin.mutate()}
        >
          Audit everything now
        </Button>
      }
    >
      {underWay && (
        <Panel>
          <div className={classes.underWay} role="status">
            <span>
              <strong>An audit is under way</strong>{' '}
              <span className="quiet">
                begun by {underWay.by} at <Moment at={underWay.startedAt} />: {underWay.progress}
              </span>
            </span>
            <Progress value={100} animated size="sm" aria-label="The audit is under way" />
          </div>
        </Panel>
      )}
      {asked.data?.lastFault && (
        <Alert color="red" role="alert" title="The last audit came to nothing">
          {asked.data.lastFault}
        </Alert>
      )}
      <Shown of={asked} rows={10}>
        {({ audits }) => {
          const shown = id ? audits.find((audit) => audit.id === id) : audits[0];
          return audits.length === 0 ? (
            <Panel>
              <Blank title="Nothing was audited yet">
                It takes about as long as reading every product once, within the limits of each system.
              </Blank>
            </Panel>
          ) : (
            <>
              {shown ? (
                <Audit of={shown} />
              ) : (
                <Panel>
                  <Blank title="Not here any more">Only the newest audits are kept.</Blank>
                </Panel>
              )}
              <Panel title="Audits" note="the newest first" flush>
                <Audits of={audits} shown={shown?.id} />
              </Panel>
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

const totalOf = (audit: AuditShown) => audit.findings.reduce((sum, finding) => sum + finding.count, 0);

function Audit({ of }: { of: AuditShown }) {
  return (
    <Panel
      title={
        <>
          {textOf(totalOf(of))} findings, <Moment at={of.at} />
        </>
      }
      note={`by ${of.by}, in ${of.seconds} s: ${countOf(of.products, 'product')}, ${countOf(of.positions, 'position')}, ${countOf(of.orders, 'open order')}`}
      actions={
        <>
          <a className="link" href={`/api/audits/${of.id}/rows.csv`} download>
            Every row (CSV)
          </a>
          <Button
            component="a"
            href={`/api/audits/${of.id}/report`}
            target="_blank"
            rel="noopener"
            variant="default"
            leftSection={<IconFileText size={14} />}
          >
            Open the report
          </Button>
        </>
      }
      flush
    >
      {of.findings.length === 0 ? (
        <Blank good title="Nothing is wrong">
          Every part that could be looked at is as it must be.
        </Blank>
      ) : (
        <Table
          rows={of.findings}
          idOf={(finding) => `${finding.code} ${finding.where}`}
          fields={[
            { head: 'Severity', cell: (finding) => <State word={finding.severity} /> },
            {
              head: 'Finding',
              cell: (finding) => (
                <>
                  <strong>{finding.title}</strong>
                  <div className="faint mono">{finding.code}</div>
                </>
              ),
            },
            { head: 'Where', cell: (finding) => finding.where },
            { head: 'Count', look: 'num', cell: (finding) => textOf(finding.count) },
            { head: 'Worth', look: 'right', cell: (finding) => <Stake of={finding.worth} /> },
            {
              head: 'For example, and what to do',
              cell: (finding) => (
                <div className={classes.examples}>
                  {finding.examples.map((example) => (
                    <div key={example} className="quiet">
                      {example}
                    </div>
                  ))}
                  <div>{finding.nextAction}</div>
                </div>
              ),
            },
          ]}
        />
      )}
      {of.gaps.length > 0 && (
        <p className={classes.gaps}>
          <Tag tone="warn">Not looked at</Tag> {of.gaps.join(' · ')}
        </p>
      )}
    </Panel>
  );
}

function Audits({ of, shown }: { of: readonly AuditShown[]; shown?: string }) {
  return (
    <Table
      rows={of}
      idOf={(audit) => audit.id}
      isCurrent={(audit) => audit.id === shown}
      fields={[
        {
          head: 'When',
          cell: (audit) => (
            <Link className="link" to={`/estate/${audit.id}`}>
              <Moment at={audit.at} />
            </Link>
          ),
        },
        { head: 'By', cell: (audit) => audit.by },
        {
          head: 'Critical kinds',
          look: 'num',
          cell: (audit) => audit.findings.filter((finding) => finding.severity === 'critical').length,
        },
        { head: 'Findings', look: 'num', cell: (audit) => textOf(totalOf(audit)) },
        { head: 'Took', look: 'num', cell: (audit) => `${audit.seconds} s` },
      ]}
    />
  );
}
