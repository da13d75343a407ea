/**
 * What a physician makes of a summary while they write: kept whatever the platform answers. A change of it makes the
 * preview void: what is signed is what was seen.
 */
import { useState } from 'react';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { useApi, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { Added, Language } from '../../model.ts';
import type { SummaryReply } from '../../operations.ts';
import type { Sheet } from '../../sheet.ts';

export interface Wishes {
  /** Lines that are left out, with the reason as far as it is written. */
  readonly hidden: ReadonlyMap<string, string>;
  readonly confirmed: ReadonlySet<string>;
  readonly added: readonly Added[];
  readonly comment: string;
  readonly language: Language;
}

const shortestReason = 3;
/** The platform's rule as well (curation.ts). */
export const lacksReason = (reason: string): boolean => reason.trim().length < shortestReason;

/** As the operations want it; lines that are no longer in the summary stay behind. */
export function curationOf({ hidden, confirmed, added, comment, language }: Wishes, lines: ReadonlySet<string>) {
  return {
    hide: [...hidden].filter(([line]) => lines.has(line)).map(([line, reason]) => ({ line, reason: reason.trim() })),
    confirm: [...confirmed].filter((line) => lines.has(line) && !hidden.has(line)),
    add: added,
    ...(comment.trim() && { comment: comment.trim() }),
    language,
  };
}

export const linesOf = ({ sections }: Pick<Sheet, 'sections'>): ReadonlySet<string> =>
  new Set(sections.flatMap(({ lines }) => lines.map(({ line }) => line)));

/** Refusals after which the summary is to be read anew. */
const readAnew = new Set(['summary-changed', 'unknown-line']);

export function useCuration(patient: string, sheet: SummaryReply, onSigned: () => void) {
  const api = useApi();
  const path = `/api/patient-summary/${encodeURIComponent(patient)}`;
  const refresh = useRefresh(path);
  const { busy, problem, act } = useAct();
  const [wishes, setWishes] = useState<Wishes>({
    ...{ hidden: new Map(), confirmed: new Set(), added: [], comment: '', language: 'pl' },
  });
  const [preview, setPreview] = useState<SummaryReply>();
  const [asked, setAsked] = useState(false);
  const lines = linesOf(sheet);
  const lost = [...wishes.hidden.keys(), ...wishes.confirmed].filter((line) => !lines.has(line)).length;
  const isUnfinished = [...wishes.hidden].some(([line, reason]) => lines.has(line) && lacksReason(reason));
  const change = (changed: Partial<Wishes>) => {
    setWishes({ ...wishes, ...changed });
    setPreview(undefined);
  };
  const anew = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof ApiProblem && readAnew.has(error.code)) {
        setPreview(undefined);
        await refresh();
      }
      throw error;
    }
  };
  const look = () => {
    setAsked(true);
    if (isUnfinished) return;
    void act(() => anew(async () => setPreview(await api.send('POST', `${path}/preview`, curationOf(wishes, lines)))));
  };
  const sign = () =>
    act(() =>
      anew(async () => {
        await api.send('POST', `${path}/sign`, { ...curationOf(wishes, lines), basis: preview?.basis });
        await refresh();
        onSigned();
      }),
    );
  // Reasons are missed only after somebody has tried to go on.
  const missing = asked && isUnfinished;
  const reasons = curationOf(wishes, lines).hide.map(({ reason }) => reason);
  return { wishes, change, lost, missing, reasons, preview, look, sign, busy, problem };
}
