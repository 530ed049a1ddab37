import type { Answer } from '../../api/client';
import { countOf } from '../../parts/figures';
import { deedOf, subjectOf as subjectOfDeed } from '../audit/words';
import { subjectOf } from '../cases/lineage';

const hourMs = 3_600_000;

/** Something that changed. */
export interface Changed {
  id: string;
  at: string;
  kind: 'case' | 'comparison' | 'person';
  /** The word of its state. */
  word: string;
  text: string;
  about: string;
  to: string;
}

/** Comparisons that found something else than the one before them of the same storefront; the oldest known says what is. */
const tellingOf = (runs: Answer<'/api/parity'>['runs']) => {
  const resultOf = (run: (typeof runs)[number]) =>
    run.failure ?? Object.entries(run.discrepancies).sort().join();
  return runs.filter((run, place) => {
    const before = runs.slice(place + 1).find((other) => other.connection === run.connection);
    return !before || resultOf(before) !== resultOf(run);
  });
};

/** What changed within an hour, the latest first: cases, comparisons, and what people did. */
export function changesOf(
  known: {
    cases: Answer<'/api/exceptions'>['items'];
    runs: Answer<'/api/parity'>['runs'];
    asked: Answer<'/api/audit'>['items'];
  },
  now: number,
): Changed[] {
  const changes: Changed[] = [
    ...known.cases.map((one) => ({
      id: `case ${one.id}`,
      at: one.lastAt,
      kind: 'case' as const,
      word: one.standing,
      text: one.title,
      about: subjectOf(one.about),
      to: `/cases/${one.id}?state=all`,
    })),
    ...tellingOf(known.runs).map((run) => ({
      id: `run ${run.id}`,
      at: run.endedAt,
      kind: 'comparison' as const,
      word: run.failure ? 'down' : Object.keys(run.discrepancies).length ? 'drift' : 'in-step',
      text: run.failure ? 'Comparison failed' : `Compared ${countOf(run.compared, 'SKU')}`,
      about: run.connection,
      to: `/parity/${run.id}`,
    })),
    ...known.asked
      .filter((one) => one.by !== 'hub' && !one.did.startsWith('access.session'))
      .map((one) => ({
        id: `asked ${one.message}`,
        at: one.at,
        kind: 'person' as const,
        word: 'person',
        text: `${one.by} ${deedOf(one.did)}`,
        about: subjectOfDeed(one.did, one.subject).text,
        to: `/journal/${one.message}`,
      })),
  ];
  return changes
    .filter((change) => now - Date.parse(change.at) <= hourMs)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
