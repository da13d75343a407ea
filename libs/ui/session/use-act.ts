/** One change at a time: busy while it lasts, and what went wrong. */
import { useCallback, useState } from 'react';
import { ApiProblem } from './api.ts';

export function useAct() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const act = useCallback(async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setProblem(undefined);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, problem, act };
}
