import { act } from '../../api/client';
import { useDoing } from '../../parts/doing';

/** A word of a connection and what it means; no meaning takes the mapping back. */
export interface Mapped {
  kind: string;
  connection: string;
  word: string;
  meaning: string | null;
}

/** Maps a word for good, or takes a mapping back. */
export const useMapping = () =>
  useDoing((asked: Mapped) => act('/api/contract/mappings', { body: asked }), {
    done: (_, { word, meaning }) =>
      meaning ? `${word} means ${meaning} from now on.` : `${word} means nothing any more.`,
    reads: ['contract', 'cases', 'matrix', 'stock'],
  });
