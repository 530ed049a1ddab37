import { useEffect, useRef } from 'react';

/** Keys that do something on this page, by name; only while nothing is being typed and no dialog is open. */
export type Keys = Record<string, (() => unknown) | undefined>;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === 'checkbox');

/** Lets single keys act. The newest page's keys win. */
export function useKeys(keys: Keys) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      ) {
        return;
      }
      if (document.querySelector('[role="dialog"]')) {
        return;
      }
      const does = latest.current[event.key];
      if (does) {
        event.preventDefault();
        does();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Two keys in a row, g and a letter, go to a page. */
export function useGoTo(places: Record<string, () => void>) {
  const latest = useRef(places);
  latest.current = places;
  const armed = useRef(0);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      if (event.key === 'g') {
        armed.current = event.timeStamp;
      } else if (armed.current && event.timeStamp - armed.current < 1_500 && latest.current[event.key]) {
        event.preventDefault();
        event.stopImmediatePropagation();
        armed.current = 0;
        latest.current[event.key]?.();
      } else {
        armed.current = 0;
      }
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
