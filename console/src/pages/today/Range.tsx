import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { groupsQuestion, leftQuestion, parityQuestion } from '../../api/questions';
import { textOf } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import { Shown } from '../../parts/states';
import { State, type Tone } from '../../parts/tone';
import { lefts } from '../stock/left';
import classes from './Today.module.css';

/** Kinds of cases that keep what is there from being sold as it should, in the order in which they cost most. */
const kinds: { code: string; label: string; tone: Tone; note: string }[] = [
  {
    code: 'STOCK.NOT_MANAGED',
    label: 'Sold without looking at stock',
    tone: 'bad',
    note: 'manage stock is switched off in the storefront',
  },
  {
    code: 'PRODUCT.INCOMPLETE',
    label: 'Published, but not ready',
    tone: 'warn',
    note: 'something that the contract asks of a product is missing',
  },
  {
    code: 'PRODUCT.UNPLACED',
    label: 'Published, but nobody has it',
    tone: 'warn',
    note: 'no owner ever reported stock of it',
  },
  {
    code: 'STOCK.SKU_NOT_ASSIGNED',
    label: 'Not assigned to a source',
    tone: 'warn',
    note: 'stock that the storefront cannot sell',
  },
  {
    code: 'STOCK.SKU_UNKNOWN',
    label: 'Unknown to a storefront',
    tone: 'warn',
    note: 'reported by an owner, and in no catalogue',
  },
  {
    code: 'CATALOGUE.DIFFERS',
    label: 'Catalogue differs',
    tone: 'warn',
    note: 'what the newest estate audit found',
  },
];

/** What of the range cannot be sold as it should: what runs out, what is not ready, what somebody keeps by hand. */
export function Range() {
  const groups = useQuery(groupsQuestion);
  const parity = useQuery(parityQuestion);
  return (
    <Panel title="The range" note="what runs out, and what cannot be sold as it should" flush>
      <ul className={classes.rows}>
        {['sold-out', 'low', 'later'].map((left) => (
          <Running key={left} left={left} />
        ))}
      </ul>
      <Shown of={groups} rows={5}>
        {(known) => (
          <ul className={classes.rows}>
            {kinds.map(({ code, label, tone, note }) => (
              <Row
                key={code}
                to={`/cases?code=${code}`}
                label={label}
                tone={tone}
                note={note}
                count={known.find((group) => group.code === code)?.total ?? 0}
              />
            ))}
            <Row
              to="/cases?code=STOCK.OVERRIDDEN"
              label="Kept by hand"
              tone="info"
              note="figures that are not the truth, because somebody wants it so"
              count={parity.data?.overrides.length ?? 0}
            />
          </ul>
        )}
      </Shown>
    </Panel>
  );
}

/** SKUs of which so much is left: how many, and the first of them. */
function Running({ left }: { left: string }) {
  const { data } = useQuery(leftQuestion(left));
  const skus = [...new Set(data?.items.map((row) => row.sku))];
  return (
    <Row
      to={`/stock?left=${left}`}
      label={lefts[left]?.label ?? left}
      tone={lefts[left]?.tone ?? 'idle'}
      note={skus.slice(0, 6).join(', ') || (data ? 'none' : '')}
      count={skus.length}
      isMore={!!data?.next}
    />
  );
}

function Row(of: { to: string; label: string; tone: Tone; note: string; count: number; isMore?: boolean }) {
  return (
    <li>
      <Link to={of.to}>
        <State word={of.label} label={of.label} tone={of.count ? of.tone : 'ok'} />
        <span className="quiet clip">{of.note}</span>
        <strong className="num">{`${textOf(of.count)}${of.isMore ? '+' : ''}`}</strong>
      </Link>
    </li>
  );
}
