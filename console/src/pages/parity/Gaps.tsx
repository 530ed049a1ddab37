import type { GapSumShown } from '../../api/questions';
import { countOf, Stake, textOf } from '../../parts/figures';
import classes from './Parity.module.css';

const kinds: Record<string, { title: string; what: string }> = {
  oversell: { title: 'Can be oversold', what: 'offered too many' },
  'lost-sales': { title: 'Cannot be bought', what: 'offered too few' },
};

/** What differences are about in money: what is offered too many, and what nobody can buy. */
export function Gaps({ of }: { of: readonly GapSumShown[] }) {
  return of.length === 0 ? null : (
    <dl className={classes.gaps}>
      {of.map((gap) => (
        <div key={gap.kind} className={classes.gap} data-kind={gap.kind}>
          <dt>{kinds[gap.kind]?.title ?? gap.kind}</dt>
          <dd>
            <strong>
              {gap.atStake.length > 0 ? <Stake of={gap.atStake} /> : countOf(gap.units, 'unit')}
            </strong>
            <span className="quiet">
              {gap.atStake.length > 0 && `${countOf(gap.units, 'unit')} of `}
              {countOf(gap.skus, 'SKU')} {kinds[gap.kind]?.what}
              {gap.perWeek.some((money) => money.amount > 0) && (
                <>
                  ; about <Stake of={gap.perWeek.filter((money) => money.amount > 0)} /> a week
                </>
              )}
              {gap.unpriced > 0 &&
                `; ${gap.unpriced === gap.skus ? '' : `${textOf(gap.unpriced)} `}never sold, so without a price`}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
