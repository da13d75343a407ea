/**
 * How every table of the platform is spread over machines (decision 0017). A new table is classed here, or
 * checks/partitions.test.ts fails: that question cannot be answered later.
 */

export type Spread =
  /** Hash partitions by the compartment key `patient`. */
  | 'by patient'
  /** Hash partitions by the key named. */
  | { by: readonly string[] }
  /** Small, seldom written, read everywhere: a copy on each machine. */
  | 'reference'
  /** On the machine that coordinates: grows with staff, sessions or time, not with patients' data. */
  | 'local';

export interface Class {
  /** Table, or `schema.*`. */
  table: string;
  spread: Spread;
  why: string;
}

export const layout: readonly Class[] = [
  { table: 'record.resource', spread: 'by patient', why: 'a patient’s living versions lie side by side' },
  { table: 'record.history', spread: 'by patient', why: 'former versions stay with whom they were about' },
  { table: 'record.lookup', spread: 'by patient', why: 'written with the resource; asked in every partition' },
  { table: 'record.former_lead', spread: 'by patient', why: 'written with the resource; asked in every partition' },
  { table: 'record.word', spread: 'by patient', why: 'written with the resource; asked in every partition' },
  { table: 'record.change', spread: 'by patient', why: 'the feed is ordered for each patient' },
  { table: 'record.alias', spread: { by: ['type', 'id'] }, why: 'asked by id when the patient is not yet known' },
  { table: 'record.dictionary', spread: 'reference', why: 'unpacks the rows of every partition' },
  {
    table: 'record.definition',
    spread: 'reference',
    why: 'profiles loaded, read by every process',
  },
  { table: 'record.search_parameter', spread: 'reference', why: 'what operators search by, read by every process' },
  {
    table: 'record.search_parameter_state',
    spread: 'reference',
    why: 'which of them every process must have read; asked with each write',
  },
  { table: 'record.reindex', spread: 'local', why: 'runs over stored resources, and how far they are' },
  { table: 'record.tally', spread: 'local', why: 'how many rows a code leads to; no rows about anybody' },
  { table: 'record.tally_change', spread: 'local', why: 'what the last second adds to the tallies' },
  { table: 'record.definition_state', spread: 'reference', why: 'which of them every process must have read' },
  { table: 'terminology.*', spread: 'reference', why: 'codes, value sets, maps: looked up beside any resource' },
  { table: 'registers.*', spread: 'reference', why: 'editions of published registers: a row for each import' },
  { table: 'reimbursement_lists.*', spread: 'reference', why: 'a public register, looked up beside any prescription' },
  { table: 'medication_safety.*', spread: 'reference', why: 'rules, read by every process beside any prescription' },
  { table: 'product_decisions.*', spread: 'reference', why: 'a public register, asked beside any dispensing' },
  { table: 'medicinal_products.*', spread: 'reference', why: 'a public register, looked up beside any prescription' },
  { table: 'medical_entities.*', spread: 'reference', why: 'a public register, asked beside any event' },
  { table: 'territory_register.*', spread: 'reference', why: 'a public register, asked beside any address' },
  { table: 'health_fund.*', spread: 'reference', why: 'contracts: small, asked beside any event' },
  { table: 'drug_supply.*', spread: 'local', why: 'reports of pharmacies and wholesalers: nobody’s data, one count' },
  {
    table: 'target_import.*',
    spread: 'local',
    why: 'demands for medicines not on the market: few, read by several parties',
  },
  { table: 'pharmacists.*', spread: 'reference', why: 'who may dispense: small, seldom written, asked everywhere' },
  { table: 'pharmacies.*', spread: 'reference', why: 'a public register, asked beside any dispensing' },
  { table: 'wholesalers.*', spread: 'reference', why: 'a public register, small' },
  { table: 'patient_information.asking', spread: 'by patient', why: 'read when the profile of a patient opens' },
  { table: 'medical_events.event', spread: 'by patient', why: 'written with the Encounter it stands beside' },
  { table: 'medical_events.diagnosis', spread: 'by patient', why: 'counted beside the event' },
  { table: 'medical_events.number', spread: { by: ['number'] }, why: 'asked by the number of the provider' },
  { table: 'e_prescription.package', spread: 'by patient', why: 'keys carry the patient: found in one partition' },
  { table: 'e_prescription.prescription', spread: 'by patient', why: 'the ledger lies beside what it counts' },
  { table: 'e_prescription.dispense', spread: 'by patient', why: 'the ledger lies beside what it counts' },
  { table: 'e_prescription.collected', spread: 'by patient', why: 'asked with the prescription' },
  {
    table: 'e_prescription.wrong_code',
    spread: 'local',
    why: 'wrong codes of the last minutes; few, by people’s hands',
  },
  { table: 'access.care', spread: 'by patient', why: 'joined with the resources of the patient' },
  { table: 'access.restricted', spread: 'by patient', why: 'joined with the resources of the patient' },
  { table: 'access.proxy', spread: 'by patient', why: 'joined with the resources of the patient' },
  { table: 'health_links.link', spread: 'by patient', why: 'the address of a link says whose it is' },
  { table: 'health_links.opening', spread: 'by patient', why: 'told with the link that was opened' },
  { table: 'health_links.ticket', spread: 'by patient', why: 'one fetch of a link of the same patient' },
  { table: 'declarations.declaration', spread: 'by patient', why: 'written with the EpisodeOfCare' },
  { table: 'alerts.decision', spread: 'by patient', why: 'read beside the facts that the alert stands on' },
  { table: 'alerts.card', spread: { by: ['card'] }, why: 'feedback of CDS clients names the card alone' },
  { table: 'alerts.*', spread: 'local', why: 'counters, standings and reviews of rules: nobody’s data, few rows' },
  { table: 'e_referral.key', spread: { by: ['key'] }, why: 'from the key on paper to the referral' },
  { table: 'e_referral.referral', spread: 'by patient', why: 'written with the ServiceRequest, in its transaction' },
  { table: 'e_referral.holder', spread: 'by patient', why: 'written with the ServiceRequest, in its transaction' },
  { table: 'e_referral.step', spread: 'by patient', why: 'written with the ServiceRequest, in its transaction' },
  { table: 'e_referral.event', spread: 'by patient', why: 'events beside the referrals of the patient' },
  { table: 'e_referral.*', spread: 'local', why: 'queues of sixteen branches; attempts of a quarter of an hour' },
  { table: 'feed.*', spread: 'local', why: 'how far each follower of the change feed has come' },
  { table: 'bulk.*', spread: 'local', why: 'exports and imports under way, their files elsewhere' },
  { table: 'subscription.*', spread: 'local', why: 'what waits to be told, until it was' },
  { table: 'audit.*', spread: 'local', why: 'one chain in commit order; an event may be about many patients' },
  { table: 'permissions.*', spread: 'local', why: 'emergencies, codes, consents, notices: few, by people’s hands' },
  { table: 'signing_certificates.*', spread: 'local', why: 'a row for each clinician, read when they sign' },
  {
    table: 'provider_services.document',
    spread: { by: ['root', 'extension'] },
    why: 'asked by the number of the document',
  },
  { table: 'vault.*', spread: 'reference', why: 'the keys, sealed: few, read by every process' },
  { table: 'data_protection.*', spread: 'local', why: 'made of the trail, and beside it; cases by people’s hands' },
  { table: 'detection.*', spread: 'local', why: 'follows the one trail; bounded by staff, clients and sources' },
  { table: 'rates.*', spread: 'local', why: 'how many requests everybody has left; settled once a second' },
  { table: 'idempotency.answer', spread: { by: ['key'] }, why: 'answers of a day, asked by caller and key' },
  { table: 'accounts.*', spread: 'local', why: 'people who sign in and their sessions' },
  { table: 'national_node.*', spread: 'local', why: 'what was used at sign-in, until it could not be used any more' },
  { table: 'population_register.*', spread: 'local', why: 'a simulator; the register itself lies elsewhere' },
  { table: 'medical_workers.*', spread: 'reference', why: 'who may practise: small, seldom written, asked everywhere' },
  { table: 'platform.*', spread: 'reference', why: 'facts of the installation' },
  { table: 'jobs.*', spread: 'local', why: 'one queue, taken from by all processes' },
  { table: 'graphile_worker.*', spread: 'local', why: 'one queue, taken from by all processes' },
];

/** The class of a table `schema.name`; its own row goes before that of its schema. */
export function classOf(table: string): Class | undefined {
  const schema = `${table.split('.')[0]}.*`;
  return layout.find((row) => row.table === table) ?? layout.find((row) => row.table === schema);
}

/** Columns by which a table is spread; undefined when it is not, or in no class. */
export function keyOf(table: string): readonly string[] | undefined {
  const { spread } = classOf(table) ?? {};
  return spread === 'by patient' ? ['patient'] : typeof spread === 'object' ? spread.by : undefined;
}
