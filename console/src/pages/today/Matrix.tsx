import { Tooltip } from '@mantine/core';
import { Link } from 'react-router';
import type { MatrixShown } from '../../api/questions';
import { textOf } from '../../parts/figures';
import type { Tone } from '../../parts/tone';
import classes from './Matrix.module.css';

type Cell = MatrixShown['cells'][number];

/** The worst that a cell has decides its colour: what differs, then what is held back, then what is on its way. */
export function toneOfCell(cell: Cell): Tone {
  return cell.drift > 0 ? 'bad' : cell.held > 0 ? 'warn' : cell.pending > 0 ? 'info' : 'ok';
}

const wordsOf = (cell: Cell) =>
  [
    cell.drift && `${textOf(cell.drift)} differ`,
    cell.held && `${textOf(cell.held)} held back`,
    cell.pending && `${textOf(cell.pending)} on the way`,
  ]
    .filter(Boolean)
    .join(', ') || 'all in step';

/** Every storefront at every location; a red cell leads to its cases. */
export function Matrix({ of }: { of: MatrixShown }) {
  const cellOf = (storefront: string, location: string) =>
    of.cells.find((cell) => cell.storefront === storefront && cell.location === location);
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
              {of.locations.map((location) => {
                const cell = cellOf(storefront, location.code);
                if (location.unmapped) {
                  return (
                    <td key={`${location.owner} ${location.code}`}>
                      <Link
                        className={classes.cell}
                        data-tone="bad"
                        to={`/cases?query=${encodeURIComponent(location.code)}`}
                      >
                        <span className={classes.hidden}>{`${storefront}, ${location.title}: `}</span>
                        <strong>Not mapped</strong>
                        <span>{textOf(location.unmapped)} waiting</span>
                      </Link>
                    </td>
                  );
                }
                if (!cell) {
                  return (
                    <td key={location.code}>
                      <span className={classes.none}>not sold here</span>
                    </td>
                  );
                }
                const tone = toneOfCell(cell);
                const state = cell.drift ? 'drift' : cell.held ? 'held' : cell.pending ? 'pending' : '';
                return (
                  <td key={location.code}>
                    <Tooltip
                      label={`${textOf(cell.inStep)} of ${textOf(cell.positions)} in step; ${wordsOf(cell)}`}
                    >
                      <Link
                        className={classes.cell}
                        data-tone={tone}
                        to={
                          cell.drift || cell.held
                            ? `/cases?query=${encodeURIComponent(location.code)}`
                            : `/stock?location=${location.code}${state ? `&state=${state}` : ''}`
                        }
                      >
                        <span className={classes.hidden}>{`${storefront}, ${location.title}: `}</span>
                        <strong className="num">
                          {textOf(cell.inStep)}
                          <small> / {textOf(cell.positions)}</small>
                        </strong>
                        <span>{wordsOf(cell)}</span>
                      </Link>
                    </Tooltip>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
