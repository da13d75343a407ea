/** Loads a summary document, and says whose it is, when it was made and what its head tells every reader. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { ageAt } from '#libs/ui/format/format.ts';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { IdentityBand } from '#libs/ui/identity-band/identity-band.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { humanName, madeOn } from '../../emergency.ts';
import type { Fhir, Language } from '../../model.ts';
import { list } from '../../reading.ts';
import { sections } from '../../sections.ts';
import { type Opened, opened, sectionShown } from '../../shown.ts';
import { words } from '../../words.ts';

interface WithDocumentProps {
  readonly patient: string;
  readonly children: (document: Opened) => ReactNode;
}

export function WithDocument({ patient, children }: WithDocumentProps) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const spoken = language === 'pl' ? 'pl' : 'en';
  const path = `/fhir/R4/Patient/${encodeURIComponent(patient)}/$summary?_language=${spoken}`;
  const query = useGet<unknown>(patient && path, { fresh: true });
  return (
    <Loaded query={query} lines={10}>
      {(answer) => {
        const document = opened(answer);
        if (document) return children(document);
        return (
          <Notice kind="critical">
            <p>{i18n._('Podsumowania nie da się odczytać. To nie znaczy, że nic w nim nie ma.')}</p>
          </Notice>
        );
      }}
    </Loaded>
  );
}

const sexes = ['male', 'female', 'other'] as const;

export function DocumentBand({ id, document }: { id: string; document: Opened }) {
  const { i18n } = useLingui();
  const { href, now } = usePortal();
  const { state, lines } = sectionShown(document, sections.allergies.code);
  const { name, birthDate, gender, identifier } = (document.patient ?? {}) as Partial<Fhir>;
  const age = ageAt(typeof birthDate === 'string' ? birthDate : undefined, now());
  const pesel = list<{ system?: string; value?: string }>(identifier).find(
    ({ system }) => system === peselSystem,
  )?.value;
  const record = href('clinician-portal/patient', { patient: id });
  const said =
    state === 'entries'
      ? i18n._('Uczulenie: {list}', { list: lines.map(({ what }) => what).join(', ') })
      : state === 'stated-none'
        ? i18n._('Uczulenia: zapisano, że nie ma')
        : state === 'withheld'
          ? i18n._('Uczulenia: ukryte')
          : i18n._('Uczulenia: nikt nie zapisał, czy są');
  return (
    <IdentityBand
      id={id}
      name={humanName(list(name)[0]) ?? '–'}
      {...(age === undefined ? {} : { age })}
      sex={sexes.find((one) => one === gender) ?? 'unknown'}
      {...(pesel ? { pesel } : {})}
      allergic={state === 'entries'}
      allergies={said}
    >
      {record && (
        <span className="ez-no-print">
          <ButtonLink kind="quiet" href={record}>
            {i18n._('Wróć do pacjenta')}
          </ButtonLink>
        </span>
      )}
    </IdentityBand>
  );
}

const peselSystem = 'urn:oid:2.16.840.1.113883.3.4424.1.1.616';

/** The head of the document: when it was made, who has checked it, what the law keeps out. */
export function HeadOfDocument({ document }: { document: Opened }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const format = useFormat();
  const made = madeOn(document);
  const spoken = language === 'pl' ? 'pl' : 'en';
  const { div = '' } = (document.composition.text ?? {}) as { div?: string };
  const isUnsigned = document.composition.status === 'preliminary';
  return (
    <div className="ps-head">
      {made && <p>{i18n._('Stan na: {date}', { date: format.dateTime(made) ?? made })}</p>}
      {isUnsigned && <p>{i18n._('Utworzono automatycznie. Nikt nie sprawdził ani nie podpisał tego podsumowania.')}</p>}
      <p>{i18n._('Nazwy są podane tak, jak je zapisano; kody pozwalają je odczytać w innym języku.')}</p>
      {lawsIn(div, spoken).map((line) => (
        <p key={line} lang={spoken}>
          {line}
        </p>
      ))}
    </div>
  );
}

/**
 * What the document says beyond that: exclusions, which are an operator's words, in Polish and English. Read as text
 * only: nothing of the document's markup reaches the page.
 */
function lawsIn(div: string, language: Language): string[] {
  const read = new DOMParser().parseFromString(div, 'text/html');
  const known = [words.unsigned[language], words.asRecorded[language]];
  return [...read.querySelectorAll(`[lang="${language}"] p`)]
    .flatMap((one) => one.textContent?.trim() || [])
    .filter((line) => !known.some((one) => line.includes(one)));
}
