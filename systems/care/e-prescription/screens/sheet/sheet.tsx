/**
 * The printed information about a package (wydruk informacyjny): whose, from whom, code, key as a bar code, what and
 * how taken. Black on white, one page. Pharmaceutical Law art. 96b
 */
import { useLingui } from '@lingui/react';
import { Barcode } from '#libs/ui/barcode/barcode.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { PrescriptionPackage } from '../../model.ts';
import { useRxWords } from '../words/use-rx-words.ts';
import '../prescriptions.css';

export function Sheet({ issued }: { issued: PrescriptionPackage }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useFormat();
  const { patient, issuer, facility, code, key, prescriptions } = issued;
  return (
    <article className="rx-sheet" aria-label={i18n._('Informacja o receptach')}>
      <h2>{i18n._('Informacja o receptach')}</h2>
      <div className="rx-sheet-head">
        <p>
          <strong>{patient.name}</strong>
          <br />
          {patient.pesel ? `PESEL ${patient.pesel}` : patient.birthDate && date(patient.birthDate)}
        </p>
        {code && (
          <p className="rx-sheet-code">
            {i18n._('Kod dostępu')} <strong>{code}</strong>
          </p>
        )}
      </div>
      <Barcode digits={key} label={i18n._('Kod kreskowy pakietu recept: {key}', { key })} />
      <ol className="rx-sheet-list">
        {prescriptions.map((one) => (
          <SheetLine key={one.id} line={one} />
        ))}
      </ol>
      <p>
        {i18n._('Wystawione: {when}', { when: dateTime(issued.issued) ?? '' })}
        <br />
        {[issuer.name, issuer.npwz && `NPWZ ${issuer.npwz}`, facility?.name].filter(Boolean).join(', ')}
      </p>
      <p>{i18n._('W aptece podaj kod i PESEL albo pokaż tę kartkę. Recepty są też w Internetowym Koncie Pacjenta.')}</p>
    </article>
  );
}

function SheetLine({ line }: { line: PrescriptionPackage['prescriptions'][number] }) {
  const { i18n } = useLingui();
  const { shortDate } = useFormat();
  const words = useRxWords();
  const { medicine, quantity, dosageWords, refundLevel, entitlement, from, until, key } = line;
  return (
    <li>
      <strong>{medicine.name}</strong>, {i18n._('{quantity} op.', { quantity })}
      {medicine.ingredients && <> ({medicine.ingredients.map(({ name }) => name).join(', ')})</>}
      <br />
      {dosageWords ? <span lang="pl">{dosageWords}</span> : i18n._('Dawkowania nie zapisano.')}
      <br />
      {[
        i18n._('Odpłatność: {level}', { level: words.refund(refundLevel) }),
        entitlement && words.entitlement(entitlement),
        i18n._('ważna od {from} do {until}', { from: shortDate(from) ?? '', until: shortDate(until) ?? '' }),
      ]
        .filter(Boolean)
        .join(' · ')}
      <br />
      <small>{i18n._('Klucz: {key}', { key })}</small>
    </li>
  );
}
