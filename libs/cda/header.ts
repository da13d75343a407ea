/**
 * The header that all documents share, and the frame around it. PIK HL7 CDA, domain/poland.md 3.2 (header rules) and
 * 4.4.
 */
import { type Edition, editions, namespaces, oids, professions, template } from './codes.ts';
import { type Child, el, type Markup, text } from './markup.ts';
import type { Address, Coded, DocumentAuthor, DocumentHeader, DocumentPatient, Identifier, Name } from './model.ts';
import { dayStamp, timeStamp } from './times.ts';

export const templateId = (root: string, extension?: string): Markup => el('templateId', { root, extension });
export const templateIds = (...roots: readonly string[]): Markup[] => roots.map((root) => templateId(root));

export const id = (name: string, { root, extension }: Identifier, displayable?: boolean): Markup =>
  el(name, { root, extension, displayable: displayable === undefined ? undefined : String(displayable) });

/** `code` and its kin. */
export const coded = (name: string, { code, name: displayName }: Coded, codeSystem: string, codeSystemName?: string) =>
  el(name, { code, codeSystem, codeSystemName, displayName });

export const loincCode = (code: string, displayName: string): Markup =>
  el('code', { code, codeSystem: oids.loinc, codeSystemName: 'LOINC', displayName });

export const referTo = (id: string): Markup => el('text', {}, el('reference', { value: `#${id}` }));

/** A qualifier of the document's class: one of the Polish classifiers. */
export const qualifier = (name: Coded, value: Coded, system: string = oids.classifiers): Markup =>
  el(
    'qualifier',
    {},
    coded('name', name, oids.classifiers, 'PolskieKlasyfikatoryHL7v3'),
    el('value', { code: value.code, codeSystem: system, displayName: value.name }),
  );

const optional = (name: string, content: string | undefined): Child =>
  content === undefined ? undefined : el(name, {}, text(content));

export function address(where: Address): Markup {
  const { country, postalCode, postCity, city, street, house, unit, terytSimc } = where;
  const post = postCity ? { 'xsi:type': 'extPL:adxp.postalCode', postCity } : {};
  return el(
    'addr',
    {},
    optional('country', country),
    postalCode === undefined ? undefined : el('postalCode', post, text(postalCode)),
    el('city', {}, text(city)),
    optional('streetName', street),
    optional('houseNumber', house),
    optional('unitID', unit),
    terytSimc === undefined ? undefined : el('censusTract', {}, text(`TERYT SIMC: ${terytSimc}`)),
  );
}

const personName = ({ prefix, given, family }: Name): Markup =>
  el(
    'name',
    {},
    optional('prefix', prefix),
    given.map((name) => el('given', {}, text(name))),
    el('family', {}, text(family)),
  );

const telecom = (value: string | undefined, scheme: string, use?: string): Child =>
  value === undefined ? undefined : el('telecom', { use, value: `${scheme}:${value.replaceAll(/\s/g, '')}` });

function recordTarget(patient: DocumentPatient, templateNumber: string): Markup {
  return el(
    'recordTarget',
    {},
    templateId(template(templateNumber)),
    el(
      'patientRole',
      {},
      patient.localId && id('id', patient.localId, false),
      id('id', patient.id, true),
      patient.address && address(patient.address),
      telecom(patient.phone, 'tel'),
      telecom(patient.email, 'mailto'),
      el(
        'patient',
        {},
        personName(patient.name),
        patient.sex && el('administrativeGenderCode', { code: patient.sex, codeSystem: oids.gender }),
        el('birthTime', { value: dayStamp(patient.birthDate) }),
        patient.birthplace && el('birthplace', {}, el('place', {}, address(patient.birthplace))),
      ),
    ),
  );
}

const whole = (part: Child): Markup => el('asOrganizationPartOf', {}, el('wholeOrganization', {}, part));

function organisation(author: DocumentAuthor, templateNumber: string): Child {
  const place = author.workplace;
  if (!place) return undefined;
  const provider = place.provider && whole(id('id', place.provider, true));
  const above = place.regon14
    ? whole([id('id', { root: oids.regon14, extension: place.regon14 }, true), provider])
    : provider;
  return el(
    'representedOrganization',
    {},
    templateId(template(templateNumber)),
    id('id', place.id, true),
    el('name', {}, text(place.name)),
    telecom(place.phone, 'tel', 'PUB'),
    place.address && address(place.address),
    place.speciality && coded('standardIndustryClassCode', place.speciality, oids.cellSpeciality),
    above,
  );
}

/** Contract with the NFZ, in the Polish extension (`extPL:boundedBy`). */
function contract(author: DocumentAuthor): Child {
  if (!author.contract) return undefined;
  const { root, extension } = author.contract.id;
  return el(
    'extPL:boundedBy',
    { typeCode: 'PART' },
    el('extPL:templateId', { root: template('2.44') }),
    el(
      'extPL:reimbursementRelatedContract',
      { classCode: 'CNTRCT', moodCode: 'EVN' },
      el('extPL:id', { root, extension }),
      el(
        'extPL:bounding',
        { typeCode: 'PART' },
        el(
          'extPL:reimburser',
          { classCode: 'UNDWRT' },
          el('extPL:id', { root: oids.payer, extension: author.contract.branch, displayable: 'true' }),
        ),
      ),
    ),
  );
}

function authorOf({ author, issuedAt }: DocumentHeader, templates: HeaderTemplates): Markup {
  return el(
    'author',
    {},
    templateId(template(templates.author)),
    coded('functionCode', { code: author.profession, name: professions[author.profession] }, oids.profession),
    el('time', { value: timeStamp(issuedAt) }),
    el(
      'assignedAuthor',
      author.contract ? { 'xsi:type': 'extPL:AssignedAuthor' } : {},
      id('id', author.id, true),
      author.speciality && coded('code', author.speciality, oids.speciality),
      author.address && address(author.address),
      telecom(author.phone, 'tel'),
      el('assignedPerson', {}, templateId(template('2.1')), personName(author.name)),
      organisation(author, templates.organisation),
      contract(author),
    ),
  );
}

const custodian = (): Markup =>
  el(
    'custodian',
    {},
    templateId(template('2.20')),
    el(
      'assignedCustodian',
      {},
      el(
        'representedCustodianOrganization',
        {},
        el('id', { assigningAuthorityName: 'CSIOZ', displayable: 'false', root: oids.custodian }),
      ),
    ),
  );

const legalAuthenticator = ({ author, issuedAt }: DocumentHeader): Markup =>
  el(
    'legalAuthenticator',
    {},
    templateId(template('2.6')),
    el('time', { value: timeStamp(issuedAt) }),
    el('signatureCode', { code: 'S' }),
    el('assignedEntity', {}, id('id', author.id, true)),
  );

/** The payer of the patient, as a participant of the document. */
const insurer = (branch: string): Markup =>
  el(
    'participant',
    { typeCode: 'IND' },
    templateId(template('2.19')),
    el('associatedEntity', { classCode: 'UNDWRT' }, id('id', { root: oids.payer, extension: branch }, true)),
  );

/** Numbers `2.x` of the header's templates; they differ by document. */
export interface HeaderTemplates {
  readonly patient: string;
  readonly author: string;
  readonly organisation: string;
  readonly body: string;
}

/** What distinguishes a document from the others. */
export interface Frame {
  readonly edition: Edition;
  /** `templateId` of the document; `own` gets the edition as its extension. */
  readonly templates: readonly string[];
  readonly own: string;
  readonly header: HeaderTemplates;
  readonly code: { readonly loinc: string; readonly display: string; readonly class: string; readonly title: string };
  readonly title: string;
  readonly qualifiers?: readonly Markup[];
  readonly payer?: string;
  /** Between the header's participants and the body: `inFulfillmentOf`, `relatedDocument`. */
  readonly relations?: readonly Markup[];
  readonly sections: readonly Child[];
}

/**
 * The whole document: declaration, style sheet and root. After the declaration's line the text is canonical XML, so
 * its digest can be taken without parsing it (libs/xml-signature, `signCanonical`).
 */
export function clinicalDocument(header: DocumentHeader, frame: Frame): string {
  const { namespace, style } = editions[frame.edition];
  const { loinc, display, class: documentClass, title } = frame.code;
  const root = el(
    'ClinicalDocument',
    {
      xmlns: namespaces.cda,
      'xmlns:extPL': namespace,
      'xmlns:pharm': namespaces.pharm,
      'xmlns:xsi': namespaces.xsi,
      'xsi:type': 'extPL:ClinicalDocument',
    },
    el('typeId', { extension: 'POCD_HD000040', root: oids.cda }),
    templateIds(...frame.templates),
    templateId(template(frame.own), frame.edition),
    id('id', header.id, true),
    el(
      'code',
      { code: loinc, codeSystem: oids.loinc, codeSystemName: 'LOINC', displayName: display },
      el(
        'translation',
        { code: documentClass, codeSystem: oids.documentClass, codeSystemName: 'KLAS_DOK_P1', displayName: title },
        frame.qualifiers,
      ),
    ),
    el('title', {}, text(frame.title)),
    el('effectiveTime', { value: timeStamp(header.issuedAt) }),
    el('confidentialityCode', { code: 'N', codeSystem: oids.confidentiality }),
    el('languageCode', { code: 'pl-PL' }),
    id('setId', header.setId),
    el('versionNumber', { value: String(header.version) }),
    recordTarget(header.patient, frame.header.patient),
    authorOf(header, frame.header),
    custodian(),
    legalAuthenticator(header),
    frame.payer === undefined ? undefined : insurer(frame.payer),
    frame.relations,
    el(
      'component',
      {},
      templateId(template(frame.header.body)),
      el(
        'structuredBody',
        {},
        frame.sections.map((section) => section && el('component', {}, section)),
      ),
    ),
  );
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${head}<?xml-stylesheet href="${style}" type="text/xsl"?>\n${root}`;
}
