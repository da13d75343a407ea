/** The prescriptions that are being written on the screen, in the order in which they were added: at most five. */
import { useCallback, useReducer } from 'react';
import { newBrowserId } from '#core/runtime/browser-clock.ts';
import type { Prescription } from '../../model.ts';
import { type Draft, type DraftMedicine, draftOf, repeatOf } from './draft.ts';

export const mostInPackage = 5;

type Change =
  | { readonly kind: 'add'; readonly draft: Draft }
  | { readonly kind: 'change'; readonly key: string; readonly values: Partial<Draft> }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'empty' };

function changed(drafts: readonly Draft[], change: Change): readonly Draft[] {
  switch (change.kind) {
    case 'add':
      return drafts.length < mostInPackage ? [...drafts, change.draft] : drafts;
    case 'change':
      return drafts.map((draft) => (draft.key === change.key ? { ...draft, ...change.values } : draft));
    case 'remove':
      return drafts.filter(({ key }) => key !== change.key);
    case 'empty':
      return [];
  }
}

export function useDrafts(first: readonly Draft[] = []) {
  const [drafts, apply] = useReducer(changed, first);
  const add = useCallback((medicine: DraftMedicine, dosage?: string): string => {
    const key = newBrowserId();
    apply({ kind: 'add', draft: draftOf(key, medicine, dosage) });
    return key;
  }, []);
  const change = useCallback((key: string, values: Partial<Draft>) => apply({ kind: 'change', key, values }), []);
  const remove = useCallback((key: string) => apply({ kind: 'remove', key }), []);
  const empty = useCallback(() => apply({ kind: 'empty' }), []);
  /** Adds a medicine as it was prescribed last; taken out again when it is there unchanged. */
  const toggle = useCallback(
    (prescription: Prescription) => {
      const { gtin, name } = prescription.medicine;
      const there = drafts.find(({ medicine }) => (gtin ? medicine.gtin === gtin : medicine.name === name));
      if (there) apply({ kind: 'remove', key: there.key });
      else apply({ kind: 'add', draft: repeatOf(newBrowserId(), prescription) });
    },
    [drafts],
  );
  return { drafts, add, change, remove, empty, toggle };
}
