/** The patients that the questions are asked about, on a platform of its own, and the doctor who may see them. */
import { defaultSeed, type Resource } from '#libs/population/index.ts';
import { type Facts, factsOf } from './facts.ts';

interface Page {
  readonly entry?: readonly { readonly resource: Resource }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

/** The facts of the first generated patients on a day, from all that the record holds of each of them. */
export async function factsOfFirst(patients: number, today: string, fhir: string, token: string): Promise<Facts[]> {
  const facts: Facts[] = [];
  for (let number = 1; number <= patients; number++) {
    const resources: Resource[] = [];
    let next: string | undefined = `${fhir}/Patient/p-${defaultSeed}-${number}/$everything?_count=500`;
    while (next) {
      const answer = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${next}: ${answer.status} ${await answer.text()}`);
      const page = (await answer.json()) as Page;
      resources.push(...(page.entry ?? []).map(({ resource }) => resource));
      next = page.link?.find(({ relation }) => relation === 'next')?.url;
    }
    facts.push(factsOf(resources, today));
  }
  return facts;
}

/** The clinic of the demonstration's doctor: whoever is expected there may be seen by him. */
const clinic = { reference: 'Organization/org-1-0-family0' };

/** Makes each of them a patient who is expected at the doctor's clinic today. */
export async function expectAll(fhir: string, token: string, facts: readonly Facts[], now: Date): Promise<void> {
  for (const { id } of facts) {
    const visit = {
      ...{ resourceType: 'Encounter', status: 'planned', subject: { reference: `Patient/${id}` } },
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      ...{ serviceProvider: clinic, period: { start: now.toISOString() } },
    };
    const answer = await fetch(`${fhir}/Encounter`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}` },
      body: JSON.stringify(visit),
    });
    if (!answer.ok) throw new Error(`planned visit of ${id}: ${answer.status} ${await answer.text()}`);
  }
}
