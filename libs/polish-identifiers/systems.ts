/**
 * OIDs of the Polish e-health node 2.16.840.1.113883.3.4424 (CSIOZ, now CeZ) and the other code systems that P1 uses,
 * as FHIR systems. Sources: domain/poland.md 1 and 11 (HL7 Poland aliases, P1 integration code, PIK HL7 CDA).
 */

/** The node of CSIOZ/CeZ. */
export const cezNode = '2.16.840.1.113883.3.4424';

/** FHIR `system` of an OID. */
export const oidSystem = (oid: string): string => `urn:oid:${oid}`;

const cez = (branch: string): string => oidSystem(`${cezNode}.${branch}`);

/** Identifiers of people and institutions (Identifier.system). */
export const identifierSystems = {
  pesel: cez('1.1.616'),
  /** A patient without PESEL: number given by the provider. */
  localPatient: cez('1.7.1.616'),
  npwzPharmacist: cez('1.6.1'),
  npwzDoctor: cez('1.6.2'),
  npwzNurse: cez('1.6.3'),
  npwzDiagnostician: cez('1.6.4'),
  npwzPhysiotherapist: cez('1.6.5'),
  nip: cez('2.1'),
  regon9: cez('2.2.1'),
  regon14: cez('2.2.2'),
  rpwdlBook: cez('2.3.1'),
  rpwdlUnit: cez('2.3.2'),
  rpwdlCell: cez('2.3.3'),
  pharmacyPermit: cez('2.6'),
  payer: cez('3.1'),
  rplProduct: cez('6.1'),
  rplSubstance: cez('6.3'),
} as const;

/** Code systems (Coding.system). */
export const codeSystems = {
  refundLevel: cez('11.1.1'),
  availability: cez('11.1.25'),
  documentClass: cez('11.1.32'),
  eventClass: cez('11.1.34'),
  diagnosisRole: cez('11.1.78'),
  bodySide: cez('11.1.79'),
  profession: cez('11.1.80'),
  confidentiality: cez('11.1.83'),
  cellSpeciality: cez('11.2.4'),
  icd9pl: cez('11.2.6'),
  doctorSpeciality: cez('11.3.3'),
  professionCode: cez('11.3.18'),
  dischargeMode: cez('11.3.21'),
  icd10: oidSystem('2.16.840.1.113883.6.3'),
  atc: oidSystem('2.16.840.1.113883.6.73'),
  gtin: oidSystem('1.3.160'),
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  ucum: 'http://unitsofmeasure.org',
  terytTerc: 'http://hl7.org.pl/fhir/NamingSystem/teryt-terc',
  terytSimc: 'http://hl7.org.pl/fhir/NamingSystem/teryt-simc',
} as const;

/** National personal number of a country by its ISO 3166-1 number; Poland's 616 is PESEL. */
export const personalNumberSystem = (isoNumeric: number): string => cez(`1.1.${isoNumeric}`);
/** Identity card of a country; there is no 616, PESEL takes its place. */
export const identityCardSystem = (isoNumeric: number): string => cez(`1.2.${isoNumeric}`);
/** Passport of a country (HL7's node). */
export const passportSystem = (isoNumeric: number): string => oidSystem(`2.16.840.1.113883.4.330.${isoNumeric}`);

/** A provider's own node, from which its document numbers descend. */
export const providerNode = (number: number): string => `${cezNode}.2.7.${number}`;

/** Systems of the numbers that a provider gives (domain/poland.md 1.2). */
export const providerSystems = (node: string) => ({
  prescription: oidSystem(`${node}.2.1`),
  referral: oidSystem(`${node}.4.1`),
  document: oidSystem(`${node}.7.1`),
  medicalEvent: oidSystem(`${node}.15.1`),
  internalPatient: oidSystem(`${node}.17.1`),
});

/** Branches of the NFZ (POD_FINANS), by number. */
export const nfzBranches = {
  '01': 'Dolnośląski',
  '02': 'Kujawsko-Pomorski',
  '03': 'Lubelski',
  '04': 'Lubuski',
  '05': 'Łódzki',
  '06': 'Małopolski',
  '07': 'Mazowiecki',
  '08': 'Opolski',
  '09': 'Podkarpacki',
  10: 'Podlaski',
  11: 'Pomorski',
  12: 'Śląski',
  13: 'Świętokrzyski',
  14: 'Warmińsko-Mazurski',
  15: 'Wielkopolski',
  16: 'Zachodniopomorski',
} as const;
