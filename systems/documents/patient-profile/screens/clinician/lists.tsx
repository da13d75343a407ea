/** The overview's lists: problems, medicines, documents, care team. */
import { useLingui } from '@lingui/react';
import { Icon } from '#libs/ui/icon/icon.tsx';
import { Link } from '#libs/ui/link/link.tsx';
import type { Carer, Medicine, Overview, Problem } from '../../model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Recorded } from '../wording/recorded.tsx';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventAnchor } from './event-anchor.tsx';
import { LongList, Panel } from './panel.tsx';

export function ProblemsPanel({ problems, patient }: { problems: readonly Problem[]; patient: string }) {
  const { i18n } = useLingui();
  const active = problems.filter((one) => one.active).length;
  return (
    <Panel id="pp-problems" title={i18n._('Problemy')} aside={<small>{i18n._('czynne: {active}', { active })}</small>}>
      {problems.length === 0 && (
        <p className="ez-secondary">{i18n._('Nikt nie zapisał rozpoznań. To nie znaczy, że ich nie ma.')}</p>
      )}
      <LongList items={problems} shown={Math.min(8, Math.max(active, 5))} keyOf={({ link }) => link.id}>
        {(problem) => <ProblemLine problem={problem} patient={patient} />}
      </LongList>
    </Panel>
  );
}

function ProblemLine({
  problem: { link, what, code, active, since, until, source },
  patient,
}: {
  problem: Problem;
  patient: string;
}) {
  const { i18n } = useLingui();
  const from = since?.slice(0, 4);
  return (
    <div className={active ? 'pp-problem' : 'pp-problem pp-past'}>
      <Icon name={active ? 'active' : 'past'} />
      <span>
        <EventAnchor link={link} patient={patient}>
          <Recorded>{what}</Recorded>
        </EventAnchor>{' '}
        <Why fact={linkKey(link)} name={what} />
        <small className="pp-source">
          {code && `${code} · `}
          {active
            ? i18n._('od {from}', { from: from ?? i18n._('nie wiadomo kiedy') })
            : i18n._('przebyte {span}', { span: [...new Set([from, until?.slice(0, 4)])].filter(Boolean).join('–') })}
          {source.author && ` · ${source.author.replace(/^lek\. /, '')}`}
        </small>
      </span>
    </div>
  );
}

export function MedicinesPanel({ medicines, patient }: { medicines: readonly Medicine[]; patient: string }) {
  const { i18n } = useLingui();
  return (
    <Panel
      id="pp-medicines"
      title={i18n._('Leki ({count})', { count: medicines.length })}
      aside={<small>{i18n._('✓ data wykupienia')}</small>}
    >
      {medicines.length === 0 && (
        <p className="ez-secondary">{i18n._('Nie ma czynnych recept. Leki bez recepty nie są tu widoczne.')}</p>
      )}
      <LongList items={medicines} shown={10} keyOf={({ link }) => link.id}>
        {(medicine) => <MedicineLine medicine={medicine} patient={patient} />}
      </LongList>
    </Panel>
  );
}

function MedicineLine({ medicine, patient }: { medicine: Medicine; patient: string }) {
  const { i18n } = useLingui();
  const { dose, shortDate } = useWording();
  const words = dose(medicine.dose);
  const { dispensed } = medicine;
  return (
    <div className="pp-medicine">
      <EventAnchor link={medicine.link} patient={patient}>
        <Recorded>{medicine.what}</Recorded>
      </EventAnchor>{' '}
      <Why fact={linkKey(medicine.link)} name={medicine.what} />
      <span className="pp-dose">
        {words ? <Recorded>{words}</Recorded> : <i className="ez-secondary">{i18n._('bez dawkowania')}</i>}
        {dispensed.state === 'yes' ? (
          <span className="pp-yes">
            <Icon name="done" /> <span className="ez-hidden">{i18n._('wykupione')} </span>
            {shortDate(dispensed.on?.slice(0, 10)) ?? i18n._('wykupione')}
          </span>
        ) : (
          <span className="pp-no">– {i18n._('nie wykupione')}</span>
        )}
      </span>
    </div>
  );
}

interface DocumentsProps {
  documents: Overview['documents'];
  patient: string;
  tableHref: string;
}

export function DocumentsPanel({ documents: { list, total }, patient, tableHref }: DocumentsProps) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <Panel
      id="pp-documents"
      title={i18n._('Dokumenty')}
      aside={total > 0 && <Link href={tableHref}>{i18n._('Wszystkie ({total})', { total })}</Link>}
    >
      {list.length === 0 && <p className="ez-secondary">{i18n._('Żadna placówka nie przesłała jeszcze dokumentu.')}</p>}
      <ul className="pp-lines">
        {list.slice(0, 3).map(({ link, what, date }) => (
          <li key={link.id} className="pp-document">
            {shortDate(date?.slice(0, 10)) ?? i18n._('bez daty')}{' '}
            <EventAnchor link={link} patient={patient}>
              <Recorded>{what}</Recorded>
            </EventAnchor>{' '}
            <Why fact={linkKey(link)} name={what} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function CareTeamPanel({ team }: { team: readonly Carer[] }) {
  const { i18n } = useLingui();
  const { shortDate } = useWording();
  return (
    <Panel id="pp-team" title={i18n._('Zespół')}>
      {team.length === 0 && <p className="ez-secondary">{i18n._('Nie wiemy, kto prowadzi tę osobę.')}</p>}
      <LongList items={team} shown={2} keyOf={({ name }) => name}>
        {({ name, role, facility, lastSeen }) => (
          <>
            {name}
            {role && <> · {role === 'poz' ? i18n._('lekarz POZ') : <Recorded>{role}</Recorded>}</>}{' '}
            <Why fact={`team:${name}`} name={name} />
            <small className="pp-source">
              {lastSeen
                ? i18n._('ostatnio {day}', { day: shortDate(lastSeen.slice(0, 10)) ?? '' })
                : (facility ?? i18n._('data wizyty nieznana'))}
            </small>
          </>
        )}
      </LongList>
    </Panel>
  );
}
