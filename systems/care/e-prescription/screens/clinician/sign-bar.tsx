/** The end of writing: what rules say of the whole, what must be looked at, a code where one is needed, and signing. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { CodeField } from '#libs/ui/code-field/code-field.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { CheckAnswer, Prescription } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import { ofWhole } from './use-check.ts';
import type { useSigning } from './use-signing.ts';
import { Verdicts } from './verdicts.tsx';

interface SignBarProps {
  answer: CheckAnswer | undefined;
  /** The check is about what stands there now. */
  current: boolean;
  reviewed: readonly string[] | undefined;
  onReviewed: (ids: readonly string[] | undefined) => void;
  signing: ReturnType<typeof useSigning>;
  onSign: () => void;
  onBasket: (() => void) | undefined;
}

export function SignBar({ answer, current, reviewed, onReviewed, signing, onSign, onBasket }: SignBarProps) {
  const { i18n } = useLingui();
  const words = useRxWords();
  const { busy, problem, proving, code, setCode } = signing;
  return (
    <div className="rx-sign">
      {answer && <Verdicts verdicts={ofWhole(answer.verdicts)} />}
      {answer?.controlled && (
        <Controlled prescriptions={answer.controlled} reviewed={reviewed} onReviewed={onReviewed} />
      )}
      {problem && (
        <Notice kind="warning" live>
          <p>{words.problem(problem)}</p>
        </Notice>
      )}
      {proving && (
        <CodeField
          id="rx-kod"
          label={i18n._('Kod z aplikacji')}
          hint={i18n._('6 cyfr. Recepta na ten lek wymaga potwierdzenia.')}
          value={code}
          onChange={setCode}
          autoFocus
        />
      )}
      <div className="rx-acts">
        <Button kind="primary" busy={busy} onClick={onSign} aria-keyshortcuts="F8">
          {i18n._('Podpisz i wystaw (F8)')}
        </Button>
        {onBasket && (
          <Button onClick={onBasket} aria-keyshortcuts="F9">
            {i18n._('Podpiszę razem z wizytą (F9)')}
          </Button>
        )}
        <span className="ez-secondary" role="status">
          {current && answer?.allowed && i18n._('Sprawdzone: można wystawić.')}
          {current && answer && !answer.allowed && i18n._('Trzeba coś poprawić, zanim się wystawi.')}
        </span>
      </div>
    </div>
  );
}

/** Controlled substances that the patient has from others: to be looked at before another is written. */
function Controlled({
  prescriptions,
  reviewed,
  onReviewed,
}: {
  prescriptions: readonly Prescription[];
  reviewed: readonly string[] | undefined;
  onReviewed: (ids: readonly string[] | undefined) => void;
}) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useRxWords();
  const ids = prescriptions.map(({ id }) => id);
  return (
    <Notice
      kind={prescriptions.length > 0 ? 'warning' : 'info'}
      title={
        prescriptions.length > 0
          ? i18n._('Pacjent ma już recepty na leki kontrolowane')
          : i18n._('Pacjent nie ma innych recept na leki kontrolowane')
      }
    >
      <ul className="rx-plain">
        {prescriptions.map((one) => (
          <li key={one.id}>
            {shortDate(one.issued.slice(0, 10))}: {one.medicine.name}, {words.state(one).says}
          </li>
        ))}
      </ul>
      <Checkbox
        id="rx-przejrzane"
        label={i18n._('Sprawdzone, lek jest potrzebny')}
        checked={reviewed !== undefined && ids.every((id) => reviewed.includes(id))}
        onChange={(seen) => onReviewed(seen ? ids : undefined)}
      />
    </Notice>
  );
}
