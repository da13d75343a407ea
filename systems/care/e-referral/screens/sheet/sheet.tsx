/** The printed information about a referral: whose, where to, why, code and key. Black on white, one page. */
import { useLingui } from '@lingui/react';
import { Barcode } from '#libs/ui/barcode/barcode.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { Coded, Shown } from '../../model.ts';
import type { DetailName } from '../../details.ts';
import { useDetailWords } from '../words/use-detail-words.ts';
import { useReferralWords } from '../words/use-referral-words.ts';
import '../referrals.css';

export function Sheet({ referral, pesel }: { referral: Shown; pesel?: string | undefined }) {
  const { i18n } = useLingui();
  const words = useReferralWords();
  const { kind, code, key, patientName, state } = referral;
  return (
    <article className="sgs-sheet" aria-label={words.kind(kind)}>
      <div className="sgs-sheet-head">
        <div>
          <h2>{words.kind(kind)}</h2>
          <p>
            <strong>{patientName}</strong>
            {pesel && <> · PESEL {pesel}</>}
          </p>
        </div>
        {code && (
          <p className="sgs-code">
            {i18n._('Kod dostępu')} <strong>{code}</strong>
          </p>
        )}
      </div>
      {state === 'issued' && <Barcode digits={key} label={i18n._('Kod kreskowy skierowania: {key}', { key })} />}
      <Facts referral={referral} />
      <p className="sgs-print-only">
        {i18n._(
          'Placówce podaj kod i PESEL albo pokaż tę kartkę. Skierowanie jest też w Internetowym Koncie Pacjenta.',
        )}
      </p>
    </article>
  );
}

export function Facts({ referral }: { referral: Shown }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useFormat();
  const words = useReferralWords();
  const { diagnoses, procedures, purpose, issuer, provider, appointment, validUntil, spa } = referral;
  const row = (key: string, label: string, value: React.ReactNode) => (value ? [{ key, label, value }] : []);
  const [main, ...others] = diagnoses;
  return (
    <SummaryList
      rows={[
        ...row('to', i18n._('Dokąd'), words.to(referral)),
        ...row('urgency', i18n._('Przypadek'), words.urgency(referral.urgency)),
        ...row('main', i18n._('Rozpoznanie główne'), main && <Code {...main} />),
        ...row('others', i18n._('Rozpoznania dodatkowe'), others.length > 0 && <Codes of={others} />),
        ...row('procedures', i18n._('Badania i zabiegi'), procedures.length > 0 && <Codes of={procedures} />),
        ...row('purpose', i18n._('Cel i informacje'), purpose && <span className="sgs-text">{purpose}</span>),
        ...useDetailRows(referral),
        ...row('spa', i18n._('Sprawa w NFZ'), spa && words.spa(spa.stage)),
        ...row('queue', i18n._('Numer w kolejce'), spa?.queue),
        ...row('issued', i18n._('Wystawione'), dateTime(referral.issuedAt)),
        ...row('until', i18n._('Do przyjęcia najpóźniej'), date(validUntil)),
        ...row('who', i18n._('Wystawił(a)'), [issuer.person?.name, issuer.facility?.name].filter(Boolean).join(', ')),
        ...row('provider', i18n._('Realizuje'), provider?.name),
        ...row('appointment', i18n._('Termin'), date(appointment?.slice(0, 10))),
        ...row('number', i18n._('Numer'), <code>{referral.number}</code>),
      ]}
    />
  );
}

function useDetailRows({ details }: Shown) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const words = useDetailWords();
  return Object.entries(details).map(([name, value]) => ({
    key: name,
    label: words.label(name as DetailName),
    value:
      typeof value === 'boolean'
        ? value
          ? i18n._('tak')
          : i18n._('nie')
        : typeof value === 'number'
          ? number(value)
          : typeof value === 'string'
            ? words.choice(value)
            : value.join(', '),
  }));
}

const Code = ({ code, name }: Coded) => (
  <>
    <code>{code}</code> {name && <span lang="pl">{name}</span>}
  </>
);

const Codes = ({ of }: { of: readonly Coded[] }) => (
  <ul className="sgs-plain">
    {of.map((one) => (
      <li key={one.code}>
        <Code {...one} />
      </li>
    ))}
  </ul>
);
