/** A section while it is curated: each line can be left out with a reason or confirmed with the patient. */
import { useLingui } from '@lingui/react';
import { Checkbox } from '#libs/ui/checkbox/checkbox.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { most } from '../../model.ts';
import type { Line, SheetSection } from '../../sheet.ts';
import { useSummaryWords } from '../words/use-summary-words.ts';
import { Contradiction } from './lines.tsx';
import { lacksReason, type Wishes } from './use-curation.ts';

interface CuratedSectionProps {
  readonly section: SheetSection;
  readonly wishes: Wishes;
  /** Reasons that are missing are shown as errors. */
  readonly missing: boolean;
  readonly onChange: (changed: Partial<Wishes>) => void;
}

export function CuratedSection({ section, wishes, missing, onChange }: CuratedSectionProps) {
  const words = useSummaryWords();
  const { name, state, lines, contradiction } = section;
  return (
    <section className="ps-section">
      <h2>{words.titles[name]}</h2>
      {contradiction && <Contradiction />}
      {state === 'entries' ? (
        <ul className="ps-lines">
          {lines.map((line) => (
            <CuratedLine key={line.line} line={line} wishes={wishes} missing={missing} onChange={onChange} />
          ))}
        </ul>
      ) : (
        <p className="ps-note">{words.states[state]}</p>
      )}
    </section>
  );
}

interface CuratedLineProps extends Omit<CuratedSectionProps, 'section'> {
  readonly line: Line;
}

function CuratedLine({ line: { line, what, details, when }, wishes, missing, onChange }: CuratedLineProps) {
  const { i18n } = useLingui();
  const format = useFormat();
  const { hidden, confirmed } = wishes;
  const reason = hidden.get(line);
  const id = line.replace('/', '-');
  const hide = (on: boolean) => {
    const now = new Map(hidden);
    if (on) now.set(line, '');
    else now.delete(line);
    onChange({ hidden: now });
  };
  const confirm = (on: boolean) => {
    const now = new Set(confirmed);
    if (on) now.add(line);
    else now.delete(line);
    onChange({ confirmed: now });
  };
  return (
    <li data-left-out={reason === undefined ? undefined : true}>
      <strong>{what}</strong>
      {details && <span>{details}</span>}
      {when && <span className="ps-note">{format.date(when) ?? when}</span>}
      <div className="ps-choices">
        {reason === undefined && (
          <Checkbox
            id={`${id}-confirm`}
            label={<Labelled says={i18n._('potwierdzone z pacjentem')} of={what} />}
            checked={confirmed.has(line)}
            onChange={confirm}
          />
        )}
        <Checkbox
          id={`${id}-hide`}
          label={<Labelled says={i18n._('pomiń')} of={what} />}
          checked={reason !== undefined}
          onChange={hide}
        />
        {reason !== undefined && (
          <TextField
            id={`${id}-reason`}
            label={<Labelled says={i18n._('Powód pominięcia')} of={what} />}
            error={missing && lacksReason(reason) ? i18n._('Podaj powód: co najmniej 3 znaki.') : undefined}
            value={reason}
            maxLength={most.text}
            onChange={(said) => onChange({ hidden: new Map(hidden).set(line, said) })}
          />
        )}
      </div>
    </li>
  );
}

/** Short for the eye, which sees the line; whole for who hears the field alone. */
function Labelled({ says, of }: { says: string; of: string }) {
  return (
    <>
      {says}
      <span className="ez-hidden">: {of}</span>
    </>
  );
}
