import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { StockShown } from '../../api/questions';
import { Qty } from '../../parts/figures';
import { Panel } from '../../parts/Page';
import classes from './Sku.module.css';

type Place = StockShown['locations'][number];

/** What may be sold at a place with another buffer: the same formula as the hub's, with one number changed. */
export const withBuffer = (place: Pick<Place, 'sellable' | 'unseen'>, buffer: number): number | null =>
  place.sellable === null || place.sellable === undefined
    ? null
    : Math.max(0, place.sellable - place.unseen - buffer);

/** What another buffer would do, before anybody writes it into the contract. */
export function WhatIf({ of }: { of: StockShown }) {
  const [buffer, setBuffer] = useState<number | string>('');
  const asked = typeof buffer === 'number' ? buffer : undefined;
  const places = of.locations.filter((place) => place.sellable !== null && place.sellable !== undefined);
  const change = places.reduce(
    (sum, place) => sum + (asked === undefined ? 0 : (withBuffer(place, asked) ?? 0) - (place.ats ?? 0)),
    0,
  );
  return (
    <Panel
      title="What if"
      note="nothing is written"
      actions={
        <NumberInput
          aria-label="Units kept back at every location"
          placeholder="Buffer"
          min={0}
          max={1_000_000}
          w={110}
          value={buffer}
          onChange={setBuffer}
        />
      }
    >
      {asked === undefined ? (
        <p className={classes.hint}>
          Type how many units were to be kept back at every location, and see what would be left to sell.
        </p>
      ) : (
        <>
          <table className={classes.whatIf}>
            <tbody>
              {places.map((place) => (
                <tr key={place.location}>
                  <th scope="row">{place.location}</th>
                  <td className="right">
                    <Qty value={place.ats} />
                  </td>
                  <td aria-hidden="true">→</td>
                  <td className="right">
                    <strong>
                      <Qty value={withBuffer(place, asked)} />
                    </strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes.hint}>
            Together <Qty value={change} signed /> units for sale. The contract says it with{' '}
            <span className="mono">{`stock.buffer.rules: [{ sku: ${of.sku}, quantity: ${asked} }]`}</span>.
          </p>
        </>
      )}
    </Panel>
  );
}
