/** Reading the header that all documents share; what is missing or wrong is noted by its place. */
import { oids, type Profession, professions } from './codes.ts';
import type {
  Address,
  Coded,
  DocumentAuthor,
  DocumentHeader,
  DocumentPatient,
  Identifier,
  Name,
  Quantity,
  Workplace,
} from './model.ts';
import { dayFrom, momentFrom } from './times.ts';
import { all, attribute, type Node, one, type Reading, words } from './tree.ts';

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [name in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { [name in Key]?: Value };
export { optional };

export function identifierOf(node: Node | undefined): Identifier | undefined {
  const { root, extension } = node?.attributes ?? {};
  return root && extension ? { root, extension } : undefined;
}

export function codedOf(node: Node | undefined): Coded | undefined {
  const { code, displayName } = node?.attributes ?? {};
  return code ? { code, name: displayName ?? code } : undefined;
}

const decimal = /^-?\d{1,15}(\.\d{1,10})?$/;

/** A quantity; what is no decimal number is noted. */
export function quantityOf(node: Node | undefined, path: string, reading: Reading): Quantity | undefined {
  const { value, unit } = node?.attributes ?? {};
  if (value === undefined) return undefined;
  if (!decimal.test(value)) {
    reading.error('not-a-number', path, 'A quantity is a decimal number with a point.');
    return undefined;
  }
  return { value, ...(unit && unit !== '1' && { unit }) };
}

/** The day of a time stamp at a path; one that is no day is noted. */
export function dayAt(node: Node | undefined, path: string, reading: Reading): string | undefined {
  const value = attribute(node, path, 'value');
  if (value === undefined) return undefined;
  const day = dayFrom(value);
  if (!day) reading.error('not-a-day', path, 'A date is written YYYYMMDD.');
  return day;
}

export function momentAt(node: Node | undefined, path: string, reading: Reading): Date | undefined {
  const value = attribute(node, path, 'value');
  if (value === undefined) return undefined;
  const moment = momentFrom(value);
  if (!moment)
    reading.error('not-a-time', path, 'A time is written YYYYMMDDHHMMSS, with +ZZZZ where it is not Warsaw’s.');
  return moment;
}

function addressOf(node: Node | undefined): Address | undefined {
  const city = words(node, 'city');
  if (!node || city === undefined) return undefined;
  const simc = /SIMC:?\s*(\d{6,7})/.exec(words(node, 'censusTract') ?? '')?.[1];
  return {
    city,
    ...optional('country', words(node, 'country')),
    ...optional('postalCode', words(node, 'postalCode')),
    ...optional('postCity', attribute(node, 'postalCode', 'postCity')),
    ...optional('street', words(node, 'streetName')),
    ...optional('house', words(node, 'houseNumber')),
    ...optional('unit', words(node, 'unitID')),
    ...optional('terytSimc', simc),
  };
}

function nameOf(node: Node | undefined, path: string, reading: Reading): Name {
  const given = all(node, 'given').flatMap((part) => words(part) ?? []);
  const family = reading.must(words(node, 'family'), '', `${path}/name/family`, 'A family name is needed.');
  if (given.length === 0) reading.error('missing', `${path}/name/given`, 'A given name is needed.');
  return { ...optional('prefix', words(node, 'prefix')), given, family };
}

const telecom = (node: Node | undefined, scheme: string): string | undefined =>
  all(node, 'telecom')
    .map(({ attributes }) => attributes.value ?? '')
    .find((value) => value.startsWith(`${scheme}:`))
    ?.slice(scheme.length + 1);

/** Roots of local numbers: a provider's `.17.1`. */
const isLocal = ({ root }: Identifier): boolean => root.endsWith('.17.1');

function patientOf(document: Node, reading: Reading): DocumentPatient {
  const path = 'recordTarget/patientRole';
  if (all(document, 'recordTarget').length !== 1)
    reading.error('patients', 'recordTarget', 'A document is of one patient.');
  const role = one(document, path);
  const ids = all(role, 'id').flatMap((node) => identifierOf(node) ?? []);
  const local = ids.find(isLocal);
  const id = reading.must(
    ids.find((candidate) => candidate !== local),
    { root: '', extension: '' },
    `${path}/id`,
    'The patient is named by PESEL or by what stands in for it.',
  );
  const birthDate = dayAt(role, 'patient/birthTime', reading);
  const sex = attribute(role, 'patient/administrativeGenderCode', 'code');
  if (sex !== undefined && !['F', 'M', 'UN'].includes(sex)) {
    reading.error('unknown-code', `${path}/patient/administrativeGenderCode`, 'It must be one of F, M, UN.');
  }
  return {
    id,
    ...optional('localId', local),
    name: nameOf(one(role, 'patient/name'), `${path}/patient`, reading),
    ...(sex && { sex: sex as 'F' | 'M' | 'UN' }),
    birthDate: reading.must(birthDate, '', `${path}/patient/birthTime`, 'The day of birth is needed.'),
    ...optional('address', addressOf(one(role, 'addr'))),
    ...optional('phone', telecom(role, 'tel')),
    ...optional('email', telecom(role, 'mailto')),
    ...optional('birthplace', addressOf(one(role, 'patient/birthplace/place/addr'))),
  };
}

const above = 'asOrganizationPartOf/wholeOrganization';

function workplaceOf(node: Node | undefined, path: string, reading: Reading): Workplace | undefined {
  if (!node) return undefined;
  const ids = [one(node, above), one(node, `${above}/${above}`), one(node, `${above}/${above}/${above}`)]
    .flatMap((organisation) => all(organisation, 'id'))
    .flatMap((id) => identifierOf(id) ?? []);
  const regon = ids.find(({ root }) => root === oids.regon14)?.extension;
  const provider = ids.find(({ root }) => /\.2\.(3\.1|4\.\d+|5\.\d+|6)$/.test(root));
  return {
    id: reading.must(
      identifierOf(one(node, 'id')),
      { root: '', extension: '' },
      `${path}/id`,
      'The place has a number.',
    ),
    name: reading.must(words(node, 'name'), '', `${path}/name`, 'The place has a name.'),
    ...optional('phone', telecom(node, 'tel')),
    ...optional('address', addressOf(one(node, 'addr'))),
    ...optional('speciality', codedOf(one(node, 'standardIndustryClassCode'))),
    ...optional('regon14', regon),
    ...optional('provider', provider),
  };
}

function authorOf(document: Node, reading: Reading): DocumentAuthor {
  if (all(document, 'author').length !== 1) reading.error('authors', 'author', 'A document has one author.');
  const path = 'author/assignedAuthor';
  const assigned = one(document, path);
  const bounding = one(assigned, 'boundedBy/reimbursementRelatedContract');
  const contract = identifierOf(one(bounding, 'id'));
  const branch = attribute(bounding, 'bounding/reimburser/id', 'extension');
  return {
    id: reading.must(
      identifierOf(one(assigned, 'id')),
      { root: '', extension: '' },
      `${path}/id`,
      'The author has a licence (NPWZ).',
    ),
    profession: reading.oneOf(
      attribute(document, 'author/functionCode', 'code'),
      Object.keys(professions) as Profession[],
      'author/functionCode',
    ),
    name: nameOf(one(assigned, 'assignedPerson/name'), `${path}/assignedPerson`, reading),
    ...optional('speciality', codedOf(one(assigned, 'code'))),
    ...optional(
      'workplace',
      workplaceOf(one(assigned, 'representedOrganization'), `${path}/representedOrganization`, reading),
    ),
    ...optional('address', addressOf(one(assigned, 'addr'))),
    ...optional('phone', telecom(assigned, 'tel')),
    ...(contract && branch && { contract: { id: contract, branch } }),
  };
}

/** The header. `signer` is who authenticates: the author, in every document that is read here. */
export function headerOf(document: Node, reading: Reading): DocumentHeader {
  const nothing = { root: '', extension: '' };
  const author = authorOf(document, reading);
  const authenticator = identifierOf(one(document, 'legalAuthenticator/assignedEntity/id'));
  if (!authenticator) reading.error('missing', 'legalAuthenticator', 'Who signs must be named.');
  else if (authenticator.root !== author.id.root || authenticator.extension !== author.id.extension) {
    reading.error('signer', 'legalAuthenticator/assignedEntity/id', 'Who signs must be the author.');
  }
  const version = Number(attribute(document, 'versionNumber', 'value') ?? Number.NaN);
  if (!Number.isInteger(version) || version < 1 || version > 999) {
    reading.error('version', 'versionNumber', 'A version is a whole number from 1 to 999.');
  }
  return {
    id: reading.must(
      identifierOf(one(document, 'id')),
      nothing,
      'id',
      'The document has a number: root and extension.',
    ),
    setId: reading.must(identifierOf(one(document, 'setId')), nothing, 'setId', 'The set of versions has a number.'),
    version,
    issuedAt: reading.must(
      momentAt(document, 'effectiveTime', reading),
      new Date(0),
      'effectiveTime',
      'When it was issued.',
    ),
    patient: patientOf(document, reading),
    author,
  };
}

/** Value of a qualifier of the document's class by the name of its classifier. */
export const qualifierOf = (node: Node | undefined, name: string): string | undefined =>
  attribute(
    all(node, 'qualifier').find((one) => attribute(one, 'name', 'code') === name),
    'value',
    'code',
  );

/** The payer that takes part in the document. */
export const payerOf = (document: Node): string | undefined =>
  all(document, 'participant/associatedEntity/id').find(({ attributes }) => attributes.root === oids.payer)?.attributes
    .extension;

/** Sections of the body. */
export const sectionsOf = (document: Node): readonly Node[] =>
  all(document, 'component/structuredBody/component/section');

export const sectionBy = (document: Node, template: string): Node | undefined =>
  sectionsOf(document).find((section) =>
    all(section, 'templateId').some(({ attributes }) => attributes.root === template),
  );

/** The words that an entry refers to by `text/reference`, or by an id. */
export function referredWords(section: Node | undefined, id: string): string | undefined {
  const find = (node: Node | undefined): Node | undefined => {
    if (!node) return undefined;
    if (node.attributes.ID === id) return node;
    for (const child of node.children) {
      const found = find(child);
      if (found) return found;
    }
    return undefined;
  };
  return words(find(one(section, 'text')));
}
