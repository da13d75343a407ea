/** What the patient is told of a declaration: a Communication in their record. https://hl7.org/fhir/R4/communication.html */
import type { Resource } from '#core/record/record.ts';
import { kindNames } from './fhir.ts';
import type { Declaration, State } from './model.ts';

const reasonWords: { readonly [reason: string]: string } = {
  'list-full': 'lista jest pełna',
  'outside-area': 'mieszkasz poza obszarem działania',
  'no-contract': 'placówka nie ma umowy z NFZ',
  'data-mismatch': 'dane się nie zgadzają',
  'not-taken': 'placówka nie odpowiedziała w terminie',
  other: 'inny powód',
  'person-left': 'ta osoba kończy pracę',
  'provider-closed': 'placówka się zamyka',
  died: 'zgon',
  moved: 'zmiana miejsca zamieszkania',
};

const stateWords: { readonly [state in State]: string } = {
  submitted: 'czeka na odpowiedź',
  accepted: 'przyjęta',
  rejected: 'odrzucona',
  withdrawn: 'wycofana',
  replaced: 'zastąpiona nową',
  ended: 'zakończona przez placówkę',
};

export function message({ id, patient, kind, state, facility, person, last }: Declaration): Resource {
  const why = last.reason ? ` Powód: ${reasonWords[last.reason] ?? last.reason}.` : '';
  const who = [person.name, facility.name].filter(Boolean).join(', ');
  const says = `${kindNames[kind]} (${who}): deklaracja ${stateWords[state]}.${why}${last.text ? ` ${last.text}` : ''}`;
  return {
    resourceType: 'Communication',
    status: 'completed',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/communication-category', code: 'notification' }] },
    ],
    subject: { reference: `Patient/${patient}` },
    about: [{ reference: `EpisodeOfCare/${id}` }],
    sent: last.at,
    recipient: [{ reference: `Patient/${patient}` }],
    payload: [{ contentString: says }],
  };
}
