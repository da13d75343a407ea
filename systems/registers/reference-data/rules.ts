/** What registers say of people as of a day. Facts in, answer out. */
import { fold } from '#libs/fhir/search/values.ts';
import type { RecipientAnswer, RecipientQuestion, WorkerAnswer } from './model.ts';
import type { Person, Worker } from './ports.ts';

const ofWorkers: { readonly [answer in WorkerAnswer['answer']]: WorkerAnswer['says'] } = {
  holds: { pl: 'Prawo wykonywania zawodu obowiązuje.', en: 'The right to practise holds.' },
  suspended: { pl: 'Prawo wykonywania zawodu jest zawieszone.', en: 'The right to practise is suspended.' },
  withdrawn: { pl: 'Prawo wykonywania zawodu cofnięto.', en: 'The right to practise was withdrawn.' },
  over: { pl: 'Prawo wykonywania zawodu wygasło.', en: 'The right to practise has ended.' },
  unknown: { pl: 'Nie ma takiego numeru w tym zawodzie.', en: 'The profession has no such number. Check both.' },
};

/** Of what was known of a number, on a day. */
export function workerOn(worker: Worker | undefined, day: string): WorkerAnswer {
  if (!worker) return { answer: 'unknown', says: ofWorkers.unknown };
  const holds = worker.status === 'valid' ? (worker.ends === null || worker.ends > day ? 'holds' : 'over') : undefined;
  const answer = holds ?? (worker.status === 'suspended' ? 'suspended' : 'withdrawn');
  return { answer, worker, says: ofWorkers[answer] };
}

const ofRecipients: { readonly [answer in RecipientAnswer['answer']]: RecipientAnswer['says'] } = {
  agrees: { pl: 'Dane zgadzają się z wykazem.', en: 'The data agree with the register.' },
  differs: {
    pl: 'Dane różnią się od wykazu: sprawdź dokument.',
    en: 'The data differ from the register: see a document.',
  },
  dead: { pl: 'Według rejestru ta osoba nie żyje.', en: 'According to the register this person is dead.' },
  unknown: { pl: 'Wykaz nie zna tego numeru PESEL.', en: 'The register knows no such PESEL.' },
};

/** Whether somebody is who they are said to be; of names the first given name counts, without case and Polish marks. */
export function recipientOn(person: Person | undefined, asked: RecipientQuestion, day: string): RecipientAnswer {
  const say = (answer: RecipientAnswer['answer'], differs: RecipientAnswer['differs'] = []): RecipientAnswer => ({
    ...{ answer, differs, says: ofRecipients[answer] },
  });
  if (!person) return say('unknown');
  const first = (names: string) => fold(names).split(' ')[0];
  const { givenName, familyName, birthDate } = asked;
  const differs = [
    ...(givenName !== undefined && first(givenName) !== first(person.givenName) ? (['givenName'] as const) : []),
    ...(familyName !== undefined && fold(familyName) !== fold(person.familyName) ? (['familyName'] as const) : []),
    ...(birthDate !== undefined && birthDate !== person.birthDate ? (['birthDate'] as const) : []),
  ];
  if (differs.length > 0) return say('differs', differs);
  return say(person.died && person.died <= day ? 'dead' : 'agrees');
}
