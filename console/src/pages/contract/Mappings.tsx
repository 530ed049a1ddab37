import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  type ContractShown,
  type InForceShown,
  inForceQuestion,
  type MappingShown,
} from '../../api/questions';
import { countOf, textOf } from '../../parts/figures';
import { useFilters } from '../../parts/filters';
import { Panel } from '../../parts/Page';
import { SearchBox } from '../../parts/SearchBox';
import { Blank, Shown } from '../../parts/states';
import { Moment } from '../../parts/time';
import { sayOf, Tag } from '../../parts/tone';
import { stockStates } from '../../parts/words';
import { useMay } from '../../shell/session';
import classes from './Contract.module.css';
import { useMapping } from './mapping';

/** Every word of every system and what it means, those without a meaning first; mapping one lets go what waits for it. */
export function Mappings({ contract }: { contract: ContractShown }) {
  const asked = useQuery(inForceQuestion);
  const { get, set } = useFilters();
  const text = get('word').toLowerCase();
  return (
    <Panel
      title="Words"
      note="what the systems call places and states; nothing is guessed"
      flush
      actions={
        <>
          <SearchBox
            label="Search words"
            placeholder="Word, system or meaning"
            width={190}
            value={get('word')}
            onChange={(word) => set({ word })}
          />
          <a className="link" href="/api/contract/amendments.yaml" target="_blank" rel="noopener">
            Amendments as YAML
          </a>
        </>
      }
    >
      <Shown of={asked} rows={6}>
        {(known) => {
          const shown = [...known.mappings]
            .filter((row) => `${row.word} ${row.connection} ${row.meaning}`.toLowerCase().includes(text))
            .sort((a, b) => Number(b.from === 'missing') - Number(a.from === 'missing'));
          return (
            <>
              <Coverage of={known} />
              {shown.length === 0 ? (
                <Blank title="No word is like that">Shorten the text.</Blank>
              ) : (
                <div className={classes.words}>
                  <table className="plain">
                    <thead>
                      <tr>
                        <th>System</th>
                        <th>Kind</th>
                        <th>Word</th>
                        <th>Means</th>
                        <th>From</th>
                        <th className="right">Waiting</th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.map((row) => (
                        <Row key={`${row.kind} ${row.connection} ${row.word}`} of={row} contract={contract} />
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </>
          );
        }}
      </Shown>
    </Panel>
  );
}

function Coverage({ of }: { of: InForceShown }) {
  return (
    <div className={classes.coverage}>
      {of.coverage.map((row) => (
        <span key={`${row.connection} ${row.kind}`}>
          {row.connection} {row.kind}s{' '}
          <strong className="num">
            {row.mapped} of {row.mapped + row.missing}
          </strong>
          {row.missing > 0 && <Tag tone="warn">{row.missing} missing</Tag>}
        </span>
      ))}
      {of.held.map((held) => (
        <Link key={held.location} className="link" to="/cases?code=STOCK.BLAST_RADIUS">
          {countOf(held.messages, 'message')} held by the guard of {held.location}
        </Link>
      ))}
    </div>
  );
}

function Row({ of, contract }: { of: MappingShown; contract: ContractShown }) {
  const mayAct = useMay('operate');
  const map = useMapping();
  const { kind, connection, word } = of;
  return (
    <tr>
      <td>{connection}</td>
      <td>{sayOf(kind)}</td>
      <td>
        {of.from === 'missing' ? (
          <Link className="link mono" to={`/cases?query=${encodeURIComponent(word)}`}>
            {word}
          </Link>
        ) : (
          <span className="mono">{word}</span>
        )}
      </td>
      <td>{of.from === 'missing' ? <Missing of={of} contract={contract} /> : of.meaning}</td>
      <td>
        {of.from === 'missing' ? (
          <Tag tone="bad">not mapped</Tag>
        ) : of.from === 'file' ? (
          <span className="faint">trueup.yaml</span>
        ) : (
          <span className={classes.from}>
            <Tag tone={of.from === 'superseded' ? 'idle' : 'info'}>
              {of.from === 'superseded' ? 'taken over by trueup.yaml' : 'amendment'}
            </Tag>
            <span className="faint">
              {of.by} <Moment at={of.at} />
            </span>
            {of.from === 'amendment' && (
              <Button
                variant="subtle"
                size="compact-xs"
                disabled={!mayAct}
                loading={map.isPending}
                onClick={() => map.mutate({ kind, connection, word, meaning: null })}
              >
                Take back
              </Button>
            )}
          </span>
        )}
      </td>
      <td className="right num">{of.waiting ? textOf(of.waiting) : <span className="faint">0</span>}</td>
    </tr>
  );
}

function Missing({ of, contract }: { of: MappingShown; contract: ContractShown }) {
  const mayAct = useMay('operate');
  const map = useMapping();
  const [meaning, setMeaning] = useState<string | null>(null);
  const { kind, connection, word } = of;
  return (
    <span className={classes.missing}>
      <Select
        aria-label={`What ${word} of ${connection} means`}
        placeholder="Means…"
        w={150}
        disabled={!mayAct}
        data={
          kind === 'state'
            ? stockStates
            : contract.locations.map(({ code, title }) => ({ value: code, label: title }))
        }
        value={meaning}
        onChange={setMeaning}
      />
      <Button
        size="compact-sm"
        disabled={!meaning || !mayAct}
        loading={map.isPending}
        onClick={() => map.mutate({ kind, connection, word, meaning })}
      >
        Map
      </Button>
    </span>
  );
}
