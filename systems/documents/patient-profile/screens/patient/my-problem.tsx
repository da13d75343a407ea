/**
 * Level 1 for the patient: one illness over the years in plain words. What it is, what was measured, what I take for
 * it, when to react, what comes next. The same reply as the physician's level 1.
 */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Inset, Notice } from '#libs/ui/notice/notice.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { SummaryList } from '#libs/ui/summary-list/summary-list.tsx';
import type { ProblemDetail, Responsible } from '../../problem-model.ts';
import { Why } from '../why/why.tsx';
import { useWording } from '../wording/use-wording.ts';
import { Lines } from './my-visit.tsx';
import { MyFacts } from './my-facts.tsx';
import { Ahead } from './problem-ahead.tsx';
import { Measured } from './problem-measured.tsx';
import { Taken } from './problem-taken.tsx';
import { ProblemVisits } from './problem-visits.tsx';
import { type ProblemWords, useProblemWords } from './problem-words.ts';
import { PrintButton, PrintedIdentity, Trail } from './trail.tsx';
import { useMyProblem } from './use-mine.ts';
import './patient.css';

export default function MyProblem({ params }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useMyProblem(params.id ?? '');
  const title = query.data?.what ?? i18n._('Choroba');
  return (
    <Page title={title} actions={query.data && <PrintButton />}>
      <Trail here={title} />
      <Loaded query={query} lines={12}>
        {(problem) => (
          <MyFacts level="problem" of={problem.link.id} problem={problem.link.id}>
            <Body problem={problem} />
          </MyFacts>
        )}
      </Loaded>
    </Page>
  );
}

function Body({ problem }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const words = useProblemWords()(problem.code);
  return (
    <div className="pp-summary">
      <PrintedIdentity patient={problem.patient} asOf={problem.asOf} />
      <WhatItIs problem={problem} words={words} />
      <div className="pp-two">
        <Measured problem={problem} />
        <Taken problem={problem} />
        <WhenToReact words={words} />
        <Ahead problem={problem} />
      </div>
      <ProblemVisits problem={problem} />
      <Lines title={i18n._('Dokumenty')} lines={problem.documents} problem={problem.link.id} />
      {problem.cut.length > 0 && (
        <Notice kind="warning">
          <p>{i18n._('Nie wszystko się tu mieści. Resztę znajdziesz w swojej historii.')}</p>
        </Notice>
      )}
      <Origin problem={problem} />
    </div>
  );
}

function WhatItIs({ problem, words }: { problem: ProblemDetail; words: ProblemWords | undefined }) {
  const { i18n } = useLingui();
  const { date, source } = useWording();
  const { since, until, active, doubt, responsible } = problem;
  return (
    <Card title={words ? i18n._('Co to jest: {short}', { short: words.short }) : i18n._('Co to jest')}>
      <p>{words?.what ?? i18n._('Nie mamy jeszcze prostego opisu tej choroby. Zapytaj o nią lekarza.')}</p>
      {doubt && (
        <p>
          <strong>
            {doubt === 'refuted'
              ? i18n._('Lekarz wykluczył tę chorobę.')
              : i18n._('To rozpoznanie nie jest jeszcze pewne. Zapytaj lekarza, co dalej.')}
          </strong>
        </p>
      )}
      <SummaryList
        rows={[
          { key: 'since', label: i18n._('Od kiedy'), value: date(since?.slice(0, 10)) },
          ...(active ? [] : [{ key: 'until', label: i18n._('Do kiedy'), value: date(until?.slice(0, 10)) }]),
          { key: 'carer', label: i18n._('Kto się tym zajmuje'), value: responsible && <Carer who={responsible} /> },
          { key: 'source', label: i18n._('Skąd to wiemy'), value: source(problem.source) },
        ]}
      />
      <Why fact="since" name={problem.what} about={[problem.link]} />{' '}
      <Why fact="status" name={problem.what} words={i18n._('To się nie zgadza?')} />
    </Card>
  );
}

/** Who, and how we know: nobody is named as responsible without saying why. */
function Carer({ who: { name, why, facility } }: { who: Responsible }) {
  const { i18n } = useLingui();
  const because = {
    'plan-author': i18n._('od tej osoby jest plan leczenia'),
    'care-team': i18n._('jest w zespole, który Cię leczy'),
    'most-visits': i18n._('najczęściej Cię w tej sprawie przyjmuje'),
    recorder: i18n._('od tej osoby jest rozpoznanie'),
  }[why];
  return (
    <>
      {name}
      {facility && `, ${facility}`} ({because}) <Why fact="responsible" name={name} about={[]} />
    </>
  );
}

function WhenToReact({ words }: { words: ProblemWords | undefined }) {
  const { i18n } = useLingui();
  return (
    <Card title={i18n._('Kiedy reagować')}>
      <p>
        <strong>{i18n._('Zadzwoń do przychodni, gdy:')}</strong>
        <br />
        {words?.call ?? i18n._('Czujesz się gorzej niż zwykle albo coś Cię niepokoi.')}
      </p>
      <p>
        <strong>{i18n._('Dzwoń pod 112, gdy:')}</strong>
        <br />
        {words?.emergency ?? i18n._('Życie jest zagrożone: ktoś nie oddycha, traci przytomność albo mocno krwawi.')}
      </p>
    </Card>
  );
}

/** Whose words these are: never those of the patient's doctor. */
function Origin({ problem: { table, asOf } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const { date, dateTime } = useWording();
  return (
    <Inset>
      <p className="ez-secondary">
        {i18n._('Opis choroby jest nasz i ogólny, z dnia {day}. To nie porada lekarska.', {
          day: date('2026-11-26') ?? '',
        })}{' '}
        {i18n._('Wersja demonstracyjna, nie do użytku klinicznego.')}{' '}
        {table &&
          i18n._('Badania i leki wybieramy z tabeli: {source}, {day}.', {
            source: table.source,
            day: date(table.date) ?? table.date,
          })}{' '}
        {i18n._('Dane z: {when}.', { when: dateTime(asOf) ?? '' })}
      </p>
    </Inset>
  );
}
