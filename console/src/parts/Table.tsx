import type { ReactNode } from 'react';

/** A column of a short table. */
export interface Field<T> {
  /** What stands above it; a column without words, such as one of buttons, names itself for those who do not see it. */
  head: ReactNode;
  cell: (row: T) => ReactNode;
  look?: 'right' | 'num' | 'mono' | 'quiet' | 'tight';
  /** Whether a row's figure is off what it has to be. */
  isOff?: (row: T) => boolean;
}

const lookOf = { right: 'right', num: 'right num', mono: 'mono', quiet: 'quiet', tight: 'tight' };

/** What stands above figures stands to the right as they do, in the letters of all that stands above. */
const headOf: Partial<Record<keyof typeof lookOf, string>> = { right: 'right', num: 'right', tight: 'tight' };

/** A short table: every row is in the document. What may be long is a DataList. */
export function Table<T>({
  rows,
  fields,
  idOf,
  idle,
  isCurrent,
}: {
  rows: readonly T[];
  fields: Field<T>[];
  idOf: (row: T) => string;
  /** Whether there is nothing to a row, so that it stands back. */
  idle?: (row: T) => boolean;
  /** Whether a row is the one that is shown beside. */
  isCurrent?: (row: T) => boolean;
}) {
  return (
    <div className="tableFrame">
      <table className="plain">
        <thead>
          <tr>
            {fields.map((field, place) => (
              <th key={place} className={field.look && headOf[field.look]}>
                {field.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={idOf(row)}
              data-idle={idle?.(row) || undefined}
              aria-current={isCurrent?.(row) || undefined}
            >
              {fields.map((field, place) => (
                <td
                  key={place}
                  className={field.look && lookOf[field.look]}
                  data-off={field.isOff?.(row) || undefined}
                >
                  {field.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
