/**
 * Object identifiers and template numbers of PIK HL7 CDA that several documents share.
 * Sources: domain/poland.md sections 1, 3.2 and 4.1, and the prescription that P1 publishes as an example.
 */
import { cezNode, codeSystems, identifierSystems } from '../polish-identifiers/systems.ts';

/** The bare OID of a FHIR system `urn:oid:…`. */
export const oidOf = (system: string): string => system.replace(/^urn:oid:/, '');
const cez = (branch: string): string => `${cezNode}.${branch}`;

/** Code systems and roots. */
export const oids = {
  cda: '2.16.840.1.113883.1.3',
  custodian: cezNode,
  pesel: oidOf(identifierSystems.pesel),
  npwzDoctor: oidOf(identifierSystems.npwzDoctor),
  npwzPharmacist: oidOf(identifierSystems.npwzPharmacist),
  npwzNurse: oidOf(identifierSystems.npwzNurse),
  regon14: oidOf(identifierSystems.regon14),
  payer: oidOf(identifierSystems.payer),
  product: oidOf(identifierSystems.rplProduct),
  substance: oidOf(identifierSystems.rplSubstance),
  gtin: oidOf(codeSystems.gtin),
  profession: oidOf(codeSystems.professionCode),
  cellSpeciality: oidOf(codeSystems.cellSpeciality),
  icd9: oidOf(codeSystems.icd9pl),
  icd10: oidOf(codeSystems.icd10),
  documentClass: oidOf(codeSystems.documentClass),
  availability: oidOf(codeSystems.availability),
  refundLevel: oidOf(codeSystems.refundLevel),
  classifiers: cez('13.5.1'),
  entitlement: cez('11.3.1'),
  compoundForm: cez('11.3.24'),
  speciality: cez('11.3.3.1'),
  correspondence: cez('13.5.11'),
  spaJustification: cez('11.1.300'),
  totalDose: cez('13.5.3.14'),
  loinc: '2.16.840.1.113883.6.1',
  snomed: '2.16.840.1.113883.6.96',
  gender: '2.16.840.1.113883.5.1',
  confidentiality: '2.16.840.1.113883.5.25',
  act: '2.16.840.1.113883.5.4',
  priority: '2.16.840.1.113883.5.7',
  substitution: '2.16.840.1.113883.5.1070',
  instruction: '1.3.6.1.4.1.19376.1.5.3.2',
  edqm: '0.4.0.127.0.16.1.1.2.1',
} as const;

/** `2.16.840.1.113883.3.4424.13.10.<number>`: 1.x documents, 2.x headers, 3.x sections, 4.x entries. */
export const template = (number: string): string => cez(`13.10.${number}`);

/** Namespaces of XML. */
export const namespaces = {
  cda: 'urn:hl7-org:v3',
  pharm: 'urn:ihe:pharm',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

/**
 * Editions of PIK HL7 CDA. Only the schema of 1.3.1 (`extPL/r2`) is public, so it is what our documents are validated
 * against and what is written when nobody asks otherwise; 1.3.2 differs in the namespace of the extension (domain 3.2).
 */
export const editions = {
  '1.3.1': { namespace: 'http://www.csioz.gov.pl/xsd/extPL/r2', style: 'CDA_PL_IG_1.3.1.xsl' },
  '1.3.2': { namespace: 'http://www.csioz.gov.pl/xsd/extPL/r3', style: 'CDA_PL_IG_1.3.2.xsl' },
} as const;
export type Edition = keyof typeof editions;

/** KLAS_DOK_P1 and LOINC of each document that is written here (domain 3.2). */
export const documentCodes = {
  prescription: { loinc: '57833-6', display: 'Prescription for medication Document', class: '04.01', title: 'Recepta' },
  dispensing: {
    loinc: '60593-1',
    display: 'Medication dispensed Document',
    class: '04.12',
    title: 'Realizacja recepty',
  },
  cancellation: { loinc: '51851-4', display: 'Administrative note', class: '08.80', title: 'Dokument anulujący' },
} as const;

/** Medical professions that sign (RFC of P1: KLAS zawód medyczny, domain 1.3 `.11.3.18`) in Polish. */
export const professions = {
  LEK: 'Lekarz',
  LEKD: 'Lekarz dentysta',
  FEL: 'Felczer',
  PIEL: 'Pielęgniarka',
  POL: 'Położna',
  FARM: 'Farmaceuta',
  TFARM: 'Technik farmaceutyczny',
  DLAB: 'Diagnosta laboratoryjny',
} as const;
export type Profession = keyof typeof professions;

/** Refund levels with the words that people see (domain 4.1, RLPO). */
export const refundLevels = {
  B: 'bezpłatnie',
  R: 'ryczałt',
  '30%': '30% limitu',
  '50%': '50% limitu',
  '100%': 'pełna odpłatność',
} as const;
export type RefundLevel = keyof typeof refundLevels;

/** Additional entitlements and kinds of entitled people (domain 4.1, RLUD). */
export const entitlementCodes = [
  'AZ',
  'BW',
  'C',
  'CN',
  'DN',
  'DZ',
  'IB',
  'IN',
  'IW',
  'PO',
  'S',
  'WE',
  'WP',
  'ZK',
] as const;
export type EntitlementCode = (typeof entitlementCodes)[number];
