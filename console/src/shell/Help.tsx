import { Modal } from '@mantine/core';
import { actions } from '../pages/cases/actions';
import classes from './Help.module.css';
import { places } from './places';

const keys: [string, string[][]][] = [
  [
    'Anywhere',
    [
      ['Ctrl K', 'Search, or go to a page'],
      ['/', 'Search on this page'],
      ['?', 'This help'],
      ['Esc', 'Close'],
    ],
  ],
  [
    'In lists',
    [
      ['j', 'Next'],
      ['k', 'Previous'],
      ['Enter', 'Open'],
      ['x', 'Select'],
    ],
  ],
  ['On a case', [...actions.map((action): [string, string] => [action.key, action.label])]],
];

/** What the keyboard does. */
export function Help({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const goTo = Object.values(places).map((place) => [`g ${place.key}`, place.label]);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Keys"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.columns}>
        {[...keys, ['Go to', goTo] as [string, string[][]]].map(([title, rows]) => (
          <section key={title} className={classes.section}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    {key?.split(' ').map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
