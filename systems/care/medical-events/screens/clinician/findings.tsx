/** What the visit found and did: diagnoses, measurements, procedures, vaccinations. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { TextField } from '#libs/ui/text-field/text-field.tsx';
import { partSystems } from '../../model.ts';
import { type Fault, type VisitForm, vitalFields, withDiagnosis, withMain, withoutDiagnosis } from '../writing/form.ts';
import { CodeSearch } from './code-search.tsx';
import type { VisitWords } from './use-visit-words.ts';

interface FindingsProps {
  form: VisitForm;
  words: VisitWords;
  /** Shown only after somebody tried to sign. */
  faults: readonly Fault[];
  change: (next: (form: VisitForm) => VisitForm) => void;
}

export function Findings(props: FindingsProps) {
  const { i18n } = useLingui();
  return (
    <>
      <h2>{i18n._('Rozpoznania')}</h2>
      <Diagnoses {...props} />
      <h2>{i18n._('Pomiary')}</h2>
      <Vitals {...props} />
      <h2>{i18n._('Procedury i szczepienia')}</h2>
      <Procedures {...props} />
      <Vaccinations {...props} />
    </>
  );
}

function Diagnoses({ form, words, faults, change }: FindingsProps) {
  const { i18n } = useLingui();
  const missing = faults.find(({ field }) => field === 'diagnoses');
  return (
    <>
      <CodeSearch
        id="rozpoznanie"
        label={i18n._('Dodaj rozpoznanie')}
        hint={i18n._('Kod albo nazwa ICD-10, na przykład „J06” albo „nadciśnienie”.')}
        system={partSystems.diagnoses}
        error={missing && words.fault(missing)}
        onChoose={(chosen) => change((before) => withDiagnosis(before, chosen))}
      />
      {form.diagnoses.length > 0 && (
        <ul className="me-chosen" aria-label={i18n._('Rozpoznania wizyty')}>
          {form.diagnoses.map(({ code, name, role }) => (
            <li key={code}>
              <span>
                <strong>{code}</strong> {name} {role === 'main' && <Tag kind="info">{i18n._('główne')}</Tag>}
              </span>
              <span className="me-chosen-acts">
                {role !== 'main' && (
                  <Button kind="quiet" onClick={() => change((before) => withMain(before, code))}>
                    {i18n._('Ustaw jako główne')}
                    <span className="ez-hidden"> {code}</span>
                  </Button>
                )}
                <Remove what={code} onRemove={() => change((before) => withoutDiagnosis(before, code))} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Remove({ what, onRemove }: { what: string; onRemove: () => void }) {
  const { i18n } = useLingui();
  return (
    <Button kind="quiet" onClick={onRemove}>
      {i18n._('Usuń')} <span className="ez-hidden">{what}</span>
    </Button>
  );
}

function Vitals({ form, words, faults, change }: FindingsProps) {
  const pressure = faults.find(({ field }) => field === 'pressure');
  return (
    <div className="me-vitals">
      {vitalFields.map(({ key }) => {
        const fault = faults.find(({ field }) => field === key) ?? (key === 'diastolic' ? pressure : undefined);
        return (
          <TextField
            key={key}
            id={`pomiar-${key}`}
            label={words.vitals[key]}
            length={6}
            inputMode="decimal"
            aria-required={undefined}
            error={fault && words.fault(fault)}
            value={form.vitals[key] ?? ''}
            onChange={(text) => change((before) => ({ ...before, vitals: { ...before.vitals, [key]: text } }))}
          />
        );
      })}
    </div>
  );
}

function Procedures({ form, change }: FindingsProps) {
  const { i18n } = useLingui();
  const without = (code: string) => (before: VisitForm) => ({
    ...before,
    procedures: before.procedures.filter((one) => one.code !== code),
  });
  return (
    <>
      <CodeSearch
        id="procedura"
        label={i18n._('Dodaj procedurę')}
        hint={i18n._('Kod albo nazwa ICD-9 PL.')}
        system={partSystems.procedures}
        onChoose={(chosen) =>
          change((before) => ({
            ...without(chosen.code)(before),
            procedures: [...without(chosen.code)(before).procedures, chosen],
          }))
        }
      />
      {form.procedures.length > 0 && (
        <ul className="me-chosen" aria-label={i18n._('Procedury wizyty')}>
          {form.procedures.map(({ code, name }) => (
            <li key={code}>
              <span>
                <strong>{code}</strong> {name}
              </span>
              <Remove what={code} onRemove={() => change(without(code))} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Vaccinations({ form, words, faults, change }: FindingsProps) {
  const { i18n } = useLingui();
  const without = (code: string) => (before: VisitForm) => ({
    ...before,
    vaccinations: before.vaccinations.filter((one) => one.code !== code),
  });
  return (
    <>
      <CodeSearch
        id="szczepionka"
        label={i18n._('Dodaj szczepienie')}
        hint={i18n._('Kod ATC od J07 albo nazwa szczepionki.')}
        system={partSystems.vaccinations}
        only="J07"
        onChoose={(chosen) =>
          change((before) => ({
            ...without(chosen.code)(before),
            vaccinations: [...without(chosen.code)(before).vaccinations, { ...chosen, lot: '' }],
          }))
        }
      />
      {form.vaccinations.map(({ code, name, lot }, place) => {
        const fault = faults.find((one) => one.field === 'vaccination-lot' && one.at === place);
        return (
          <div key={code} className="me-vaccination">
            <TextField
              id={`seria-${code}`}
              label={i18n._('{vaccine}: numer serii', { vaccine: name ?? code })}
              length={16}
              error={fault && words.fault(fault)}
              value={lot}
              onChange={(text) =>
                change((before) => ({
                  ...before,
                  vaccinations: before.vaccinations.map((one) => (one.code === code ? { ...one, lot: text } : one)),
                }))
              }
            />
            <Remove what={name ?? code} onRemove={() => change(without(code))} />
          </div>
        );
      })}
    </>
  );
}
