import { Tooltip } from '@mantine/core';
import { Link } from 'react-router';
import type { MatrixShown } from '../../api/questions';
import { shareOf, textOf } from '../../parts/figures';
import type { Tone } from '../../parts/tone';
import classes from './Matrix.module.css';

type Cell = MatrixShown['cells'][number];

/** How the positions of a cell or a tier stand. */
type Standing = Pick<Cell, 'drift' | 'held' | 'pending'>;

/** The worst that a cell has decides its colour: what differs, then what is held back, then what is on its way. */
export function toneOfCell(cell: Standing): Tone {
  return cell.drift > 0 ? 'bad' : cell.held > 0 ? 'warn' : cell.pending > 0 ? 'info' : 'ok';
}

const wordsOf = (cell: Standing) =>
  [
    cell.drift && `${textOf(cell.drift)} differ`,
    cell.held && `${textOf(cell.held)} held back`,
    cell.pending && `${textOf(cell.pending)} on the way`,
  ]
    .filter(Boolean)
    .join(', ') || 'all in step';

/** Every storefront at every location, and by how fast its SKUs sell; a red cell leads to its cases. */
export function Matrix({ of }: { of: MatrixShown }) {
  return (
    <div className="tableFrame">
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">Storefront</th>
            {of.locations.map((location) => (
              <th key={`${location.owner} ${location.code}`} scope="col">
                <span>{location.title}</span>
                <small>{location.unmapped ? `unknown place of ${location.owner}` : location.owner}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.storefronts.map((storefront) => (
            <tr key={storefront}>
              <th scope="row">{storefront}</th>
              {of.locations.map((location) => (
                <td key={`${location.owner} ${location.code}`}>
                  <Place
                    storefront={storefront}
                    location={location}
                    cell={of.cells.find(
                      (each) => each.storefront === storefront && each.location === location.code,
                    )}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Tiers of={of} />
    </div>
  );
}

function Place({
  storefront,
  location,
  cell,
}: {
  storefront: string;
  location: MatrixShown['locations'][number];
  cell: Cell | undefined;
}) {
  const name = <span className="hidden">{`${storefront}, ${location.title}: `}</span>;
  if (location.unmapped) {
    return (
      <Link className={classes.cell} data-tone="bad" to={`/cases?query=${encodeURIComponent(location.code)}`}>
        {name}
        <strong>Not mapped</strong>
        <span>{textOf(location.unmapped)} waiting</span>
      </Link>
    );
  }
  if (!cell) {
    return <span className={classes.none}>not sold here</span>;
  }
  const state = cell.drift ? 'drift' : cell.held ? 'held' : cell.pending ? 'pending' : '';
  return (
    <Tooltip label={`${textOf(cell.inStep)} of ${textOf(cell.positions)} in step; ${wordsOf(cell)}`}>
      <Link
        className={classes.cell}
        data-tone={toneOfCell(cell)}
        to={
          cell.drift || cell.held
            ? `/cases?query=${encodeURIComponent(location.code)}`
            : `/stock?location=${location.code}${state ? `&state=${state}` : ''}`
        }
      >
        {name}
        <strong className="num">
          {textOf(cell.inStep)}
          <small> / {textOf(cell.positions)}</small>
        </strong>
        <span>{wordsOf(cell)}</span>
      </Link>
    </Tooltip>
  );
}

const speeds: Record<string, string> = { fast: 'Fast sellers', medium: 'Medium', slow: 'Slow' };

/** The same positions by how fast the SKU sells: a flaw among fast sellers costs money first. */
function Tiers({ of }: { of: MatrixShown }) {
  return (
    <dl className={classes.tiers}>
      {of.storefronts.map((storefront) => (
        <div key={storefront}>
          <dt>{storefront}</dt>
          {of.tiers
            .filter((tier) => tier.storefront === storefront)
            .map((tier) => (
              <dd key={tier.velocity} data-tone={toneOfCell(tier)}>
                {speeds[tier.velocity] ?? tier.velocity}{' '}
                <strong className="num">
                  {shareOf(tier.positions === 0 ? 1 : tier.inStep / tier.positions)}
                </strong>{' '}
                <span className="faint">of {textOf(tier.positions)}</span>
              </dd>
            ))}
        </div>
      ))}
    </dl>
  );
}
