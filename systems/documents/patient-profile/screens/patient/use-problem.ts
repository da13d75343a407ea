/** The problem that a page was opened from, by the id in its address: for the way back. */
import { useMine } from './use-mine.ts';

export function useProblemOf(id: string | undefined): { id: string; what: string } | undefined {
  const { data } = useMine();
  const found = id && data?.problems.find(({ link }) => link.id === id);
  return found ? { id: found.link.id, what: found.what } : undefined;
}
