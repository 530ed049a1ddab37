import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { type CaseShown, contractQuestion } from '../../api/questions';
import { stockStates } from '../../parts/words';
import { useMay } from '../../shell/session';
import { useMapping } from '../contract/mapping';
import { CorrectMessage } from '../journal/CorrectMessage';
import { CorrectOrder } from '../orders/CorrectOrder';
import classes from './CaseSheet.module.css';
import { Guard } from './Guard';

const aboutMessages = ['MESSAGE.UNREADABLE', 'MESSAGE.TYPE_UNKNOWN', 'STOCK.QUANTITY_INVALID'];

/** What mends the cause of this kind of case, on the spot: a mapping, a correction, an approval. */
export function Mending({ of }: { of: CaseShown }) {
  const { connection, location, order } = of.about;
  if (of.code === 'STOCK.BLAST_RADIUS' && location) {
    return <Guard location={location} detail={of.detail} />;
  }
  if (of.code === 'STOCK.LOCATION_UNMAPPED' && connection && location) {
    return <MapHere kind="location" connection={connection} word={location} />;
  }
  if (of.code === 'STOCK.STATE_UNMAPPED' && connection && location) {
    return <MapHere kind="state" connection={connection} word={location.replace(/^state /, '')} />;
  }
  if (aboutMessages.includes(of.code)) {
    return <CorrectMessage message={of.lastMessage} />;
  }
  return order?.includes(':') ? (
    <Group gap={6}>
      <CorrectOrder id={order} />
      <Link className="link" to={`/orders/${encodeURIComponent(order)}`}>
        Open the order
      </Link>
    </Group>
  ) : null;
}

/** A word that nothing is mapped to becomes a rule of the contract; what waited for it goes on. */
function MapHere({
  kind,
  connection,
  word,
}: {
  kind: 'location' | 'state';
  connection: string;
  word: string;
}) {
  const { data: contract } = useQuery(contractQuestion);
  const [meaning, setMeaning] = useState<string | null>(null);
  const mayAct = useMay('operate');
  const map = useMapping();
  return (
    <div className={classes.mend}>
      <h3 className={classes.sub}>Make it a mapping rule</h3>
      <div className={classes.mendRow}>
        <Select
          aria-label={`What ${word} of ${connection} means`}
          placeholder={kind === 'location' ? 'Which location it is' : 'Which state it is'}
          flex={1}
          disabled={!mayAct}
          data={
            kind === 'location'
              ? (contract?.locations.map(({ code, title }) => ({ value: code, label: title })) ?? [])
              : stockStates
          }
          value={meaning}
          onChange={setMeaning}
        />
        <Button
          disabled={!meaning || !mayAct}
          loading={map.isPending}
          onClick={() => meaning && map.mutate({ kind, connection, word, meaning })}
        >
          Map and go on
        </Button>
      </div>
      <p className="quiet">
        <span className="mono">{word}</span> of {connection} means this from now on, also after a restart.
        What waited for it is decided again. A place that the contract does not have yet belongs into
        trueup.yaml.
      </p>
    </div>
  );
}
