/** What the card of one draft, and the fields that it folds away, are given. */
import type { CheckAnswer, Verdict } from '../../model.ts';
import type { Draft, DraftField } from './draft.ts';
import type { SafetyWarning } from './safety.tsx';

export interface DraftCardProps {
  draft: Draft;
  number: number;
  verdicts: ReadonlyMap<DraftField | '', Verdict[]>;
  /** What the platform would make of it. */
  seen: CheckAnswer['prescriptions'][number] | undefined;
  warnings: readonly SafetyWarning[];
  birthDate: string | undefined;
  /** Somebody tried to sign: what is empty is said now. */
  tried: boolean;
  /** It was just added by search: the dosage comes next. */
  takesFocus: boolean;
  onChange: (values: Partial<Draft>) => void;
  onRemove: () => void;
}
