/** The desk of writing: on the left what can be added, on the right what is being written and how it is signed. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useKeys } from '#libs/ui/keys/use-keys.ts';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Slot } from '#libs/ui/slots/slot.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import type { Prescription } from '../../model.ts';
import { Compounded } from './compounded.tsx';
import { DraftCard } from './draft-card.tsx';
import { type DraftMedicine, draftOrderOf, repeatable } from './draft.ts';
import { Issued } from './issued.tsx';
import { MedicineSearch } from './medicine-search.tsx';
import { digits, type Recorded, RepeatList } from './repeat-list.tsx';
import { SafetyNote, useSafety, warningsOf } from './safety.tsx';
import { SignBar } from './sign-bar.tsx';
import { verdictsOf, withoutSafety } from './use-check.ts';
import { mostInPackage } from './use-drafts.ts';
import { useWriting, type WritingProps } from './use-writing.ts';

export function Writing(props: WritingProps) {
  const { i18n } = useLingui();
  const { facts, earlier, corrected } = props;
  const writing = useWriting(props);
  const { drafts, toggle, add, signing } = writing;
  const { href, go } = usePortal();
  const search = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState('');
  const [making, setMaking] = useState(false);
  const [looked, setLooked] = useState<Recorded>();
  const medicines = repeatable(earlier);
  const recorded = recordedOf(facts, medicines);
  const record = href('clinician-portal/patient', { patient: facts.patient.id });
  useKeys({
    ...Object.fromEntries(
      recorded
        .slice(0, Math.max(0, digits - medicines.length))
        .map((medicine, place) => [String(medicines.length + place + 1), () => setLooked(medicine)]),
    ),
    ...Object.fromEntries(
      medicines
        .slice(0, digits)
        .map((medicine, place) => [String(place + 1), () => signing.signed ?? toggle(medicine)]),
    ),
    '/': () => search.current?.focus(),
    Escape: () => record && drafts.length === 0 && go(record),
  });
  useFunctionKeys({ F8: writing.sign, F9: writing.toBasket });
  if (signing.signed)
    return <Issued signed={signing.signed} patient={facts.patient.id} visit={props.visit} onAgain={signing.again} />;
  const take = (medicine: DraftMedicine) => {
    const key = add(medicine, looked?.dosage);
    // What the record says of the dosage is there already: the next key may sign.
    setFocused(looked?.dosage ? '' : key);
    setLooked(undefined);
  };
  return (
    <div className="rx-columns">
      {!corrected && (
        <div className="rx-side">
          {drafts.length < mostInPackage ? (
            <MedicineSearch
              key={looked?.name}
              initial={looked?.name}
              ref={search}
              birthDate={facts.patient.birthDate}
              onChoose={take}
            />
          ) : (
            <p>{i18n._('W jednym pakiecie mieści się najwyżej 5 recept.')}</p>
          )}
          <h2>{i18n._('Powtórz (cyfra dodaje)')}</h2>
          <RepeatList
            medicines={medicines}
            onToggle={toggle}
            recorded={recorded}
            onLook={setLooked}
            chosen={({ medicine }) =>
              drafts.some((draft) => draft.medicine.gtin === medicine.gtin && draft.medicine.name === medicine.name)
            }
          />
          {making ? (
            <Compounded
              onCancel={() => setMaking(false)}
              onAdd={(medicine) => {
                setMaking(false);
                take(medicine);
              }}
            />
          ) : (
            <Button kind="quiet" onClick={() => setMaking(true)}>
              {i18n._('Lek recepturowy')}
            </Button>
          )}
        </div>
      )}
      <Drafts {...props} writing={writing} focused={focused} />
    </div>
  );
}

/** What the record has of medicines that cannot be repeated as they were: by substance, without a package. */
function recordedOf({ medicines }: WritingProps['facts'], repeated: readonly Prescription[]): Recorded[] {
  const there = new Set(repeated.flatMap(({ medicine }) => medicine.atc ?? []));
  const ids = new Set(repeated.map(({ id }) => id));
  return medicines
    .filter(({ code, link }) => !ids.has(link.id) && !(code && there.has(code)))
    .map(({ what, dose }) => ({ name: what.split(',')[0] ?? what, dosage: dose?.text ?? '' }));
}

function Drafts({
  facts,
  corrected,
  writing,
  focused,
}: WritingProps & { writing: ReturnType<typeof useWriting>; focused: string }) {
  const { i18n } = useLingui();
  const { drafts, change, remove, check, signing } = writing;
  const { reviewed, setReviewed, reason, setReason, tried } = writing;
  const { answer, current } = check;
  const safety = useSafety(facts.patient.id, drafts);
  const isSafetyShown = safety.data !== undefined && !safety.error;
  const verdicts = withoutSafety(answer?.verdicts ?? [], isSafetyShown);
  return (
    <div>
      <h2>
        {i18n._(
          '{count, plural, one {Pakiet: # recepta} few {Pakiet: # recepty} many {Pakiet: # recept} other {Pakiet: # recepty}}',
          {
            count: drafts.length,
          },
        )}
      </h2>
      {drafts.length === 0 && (
        <p className="ez-secondary">{i18n._('Dodaj lek cyfrą albo wyszukaj. Podpisujesz klawiszem F8.')}</p>
      )}
      {drafts.map((draft, index) => (
        <DraftCard
          key={draft.key}
          draft={draft}
          number={index + 1}
          verdicts={verdictsOf(verdicts, index)}
          seen={current ? answer?.prescriptions[index] : undefined}
          warnings={warningsOf(safety.data, draft)}
          birthDate={facts.patient.birthDate}
          tried={tried}
          takesFocus={draft.key === focused}
          onChange={(values) => change(draft.key, values)}
          onRemove={() => remove(draft.key)}
        />
      ))}
      {drafts.length > 0 && <SafetyNote safety={safety} />}
      <Judged patient={facts.patient.id} writing={writing} isSafetyShown={isSafetyShown} />
      {corrected && (
        <TextField
          id="rx-powod"
          label={i18n._('Powód poprawki')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          error={tried && reason.trim().length < 3 ? i18n._('Napisz, co było źle.') : undefined}
        />
      )}
      {drafts.length > 0 && (
        <SignBar
          answer={answer && { ...answer, verdicts }}
          current={current}
          reviewed={reviewed}
          onReviewed={setReviewed}
          signing={signing}
          onSign={writing.sign}
          onBasket={writing.toBasket}
        />
      )}
    </div>
  );
}

/** What rules of other systems say of the package, and their questions before it is signed. */
function Judged({
  patient,
  writing: { drafts, remove, judging },
  isSafetyShown,
}: {
  patient: string;
  writing: ReturnType<typeof useWriting>;
  isSafetyShown: boolean;
}) {
  const orders = drafts.map((draft) => draftOrderOf(draft, patient));
  const { signing, broke } = judging;
  return (
    <Slot
      name="clinician-portal/orders"
      props={{ patient, drafts: orders, isSafetyShown, signing, onRemove: remove }}
      onBroken={broke}
    />
  );
}

/** Function keys work inside fields too: what is typed there never needs them. */
function useFunctionKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = current.current[event.key];
      if (!act || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
