/** One package as it is shown at the counter: code, QR, what is in it. The same with and without a connection. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { QrCode } from '#libs/ui/qr-code/qr-code.tsx';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { MyPrescription } from '../../model.ts';
import { grouped, isOpen, type MyPackage } from './packages.ts';
import { polishDay, usePrescriptionWords } from './use-words.ts';
import './prescriptions.css';

interface CodeCardProps {
  readonly package: MyPackage;
  /** A person's number is asked for with the code; not known without a connection. */
  readonly level?: 2 | 3;
}

export function CodeCard({ package: mine, level = 2 }: CodeCardProps) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const issued = date(mine.issued.slice(0, 10)) ?? '';
  return (
    <Card level={level} title={i18n._('Recepta z {issued}', { issued })}>
      <div className="sgr-code">
        <div>
          <p className="sgr-code-label">{i18n._('Kod recepty')}</p>
          <p className="sgr-code-digits">{mine.code}</p>
          <p>{i18n._('W aptece podaj ten kod i numer PESEL albo pokaż kod QR.')}</p>
        </div>
        <div className="sgr-qr">
          <QrCode text={mine.key} label={i18n._('Kod QR recepty z {issued}', { issued })} />
        </div>
      </div>
      <ul className="sgr-lines">
        {mine.prescriptions.map((prescription) => (
          <li key={prescription.id}>
            <Line prescription={prescription} />
          </li>
        ))}
      </ul>
      <p className="ez-secondary">
        {i18n._('Wystawił(a): {who}', { who: mine.issuerName })}
        <br />
        <span className="sgr-key">{i18n._('Klucz: {key}', { key: grouped(mine.key) })}</span>
      </p>
    </Card>
  );
}

/** A medicine of a package: what, how, how much is left, until when. */
export function Line({ prescription }: { readonly prescription: MyPrescription }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const words = usePrescriptionWords();
  const { kind, icon, word } = words.state(prescription);
  const { medicine, dosageWords } = prescription;
  return (
    <>
      <div className="sgr-line-head">
        <strong lang="pl">{medicine.name}</strong>
        <Tag kind={kind} icon={icon}>
          {word}
        </Tag>
      </div>
      <p>
        {dosageWords ? (
          <span lang="pl">{dosageWords}</span>
        ) : (
          i18n._('Recepta nie mówi, jak przyjmować. Zapytaj lekarza lub farmaceutę.')
        )}
      </p>
      {isOpen(prescription) && (
        <p className="ez-secondary">
          {words.left(prescription)}
          <br />
          {words.days(prescription, polishDay(now()))}
          {prescription.pharmacy && (
            <>
              <br />
              {i18n._('Resztę wykup w tej samej aptece.')}
            </>
          )}
        </p>
      )}
      {prescription.cancelled && (
        <p className="ez-secondary">{i18n._('Powód anulowania: {why}', { why: prescription.cancelled.reason })}</p>
      )}
    </>
  );
}
