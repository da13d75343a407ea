/** Asks the platform what it would say of the package as it stands: the verdicts that issuing would give. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ApiProblem } from '#libs/ui/session/api.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { useSettled } from '#libs/ui/session/use-settled.ts';
import type { CheckAnswer, PackageRequest, Verdict } from '../../model.ts';
import { type DraftField, placeOf } from './draft.ts';

export function useCheck(request: PackageRequest) {
  const api = useApi();
  const text = JSON.stringify(request);
  const settled = useSettled(text, 250);
  const askable = request.prescriptions.length > 0 && request.prescriptions.every(({ quantity }) => quantity > 0);
  const query = useQuery<CheckAnswer, ApiProblem>({
    queryKey: ['e-prescription/check', settled],
    queryFn: () => api.send('POST', '/api/e-prescription/packages/check', JSON.parse(settled)),
    enabled: askable && settled === text,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  return {
    answer: askable ? query.data : undefined,
    /** The answer is about what stands there now. */
    current: askable && settled === text && query.isSuccess && !query.isPlaceholderData,
    problem: query.error,
  };
}

/** The verdicts of one draft, by field; `''` for what is about the whole of it. */
export function verdictsOf(verdicts: readonly Verdict[], index: number): ReadonlyMap<DraftField | '', Verdict[]> {
  const found = new Map<DraftField | '', Verdict[]>();
  for (const verdict of verdicts) {
    const place = placeOf(verdict.path);
    if (place.index !== index) continue;
    const field = place.field ?? '';
    found.set(field, [...(found.get(field) ?? []), verdict]);
  }
  return found;
}

export const ofWhole = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter(({ path }) => placeOf(path).index === undefined);

/** What medication safety says stands beside the medicine (safety.tsx): then it is not said once more as a verdict. */
export const withoutSafety = (verdicts: readonly Verdict[], isSafetyShown: boolean): readonly Verdict[] =>
  isSafetyShown ? verdicts.filter(({ code }) => !code.startsWith('safety-')) : verdicts;
