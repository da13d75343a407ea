/**
 * Products and packages as FHIR R4 sees them: a package is a Medication, a product is MedicationKnowledge.
 * https://hl7.org/fhir/R4/medication.html, https://hl7.org/fhir/R4/medicationknowledge.html
 */
import { codeSystems, identifierSystems } from '#libs/polish-identifiers/systems.ts';
import type { FoundPackage, MedicinalProduct, Substance } from './model.ts';

/** Keeper of the register. https://www.urpl.gov.pl */
const keeper = 'Urząd Rejestracji Produktów Leczniczych, Wyrobów Medycznych i Produktów Biobójczych';

const displayOf = ({ name, strength, form }: MedicinalProduct): string =>
  [name, strength, form].filter(Boolean).join(', ');

const atcOf = ({ atc }: MedicinalProduct) => atc.map((code) => ({ system: codeSystems.atc, code }));

/** `5 mg`, or `100 mg/5 ml`; nothing where the register says it in words only. */
function strengthOf({ amount, unit, per, perUnit }: Substance) {
  const numerator = quantity(amount, unit);
  const denominator = quantity(per, perUnit) ?? { value: 1 };
  return numerator ? { strength: { numerator, denominator } } : {};
}

function quantity(amount: string | undefined, unit: string | undefined) {
  if (!amount || !/^\d{1,12}([.,]\d{1,8})?$/.test(amount)) return undefined;
  return { value: Number(amount.replace(',', '.')), ...(unit ? { unit } : {}) };
}

const ingredients = ({ substances }: MedicinalProduct) =>
  substances.map((substance) => ({ itemCodeableConcept: { text: substance.name }, ...strengthOf(substance) }));

/** Lists that would be empty are left out, as FHIR demands. */
const listed = <T>(name: string, list: readonly T[]) => (list.length > 0 ? { [name]: list } : {});

export function medicationOf({ product, package: one }: FoundPackage) {
  const text = [displayOf(product), one.says].filter(Boolean).join(', ');
  return {
    resourceType: 'Medication',
    identifier: [{ system: identifierSystems.rplProduct, value: product.id }],
    code: {
      coding: [...(one.gtin ? [{ system: codeSystems.gtin, code: one.gtin, display: text }] : []), ...atcOf(product)],
      text,
    },
    status: one.removed ? 'inactive' : 'active',
    ...(product.holder ? { manufacturer: { display: product.holder } } : {}),
    ...(product.form ? { form: { text: product.form } } : {}),
    ...listed('ingredient', ingredients(product)),
  } as const;
}

export function medicationKnowledgeOf(product: MedicinalProduct) {
  const categories = [...new Set(product.packages.filter(({ removed }) => !removed).map((one) => one.availability))];
  const schedule = categories.flatMap((code) =>
    code ? [{ schedule: { coding: [{ system: codeSystems.availability, code }] } }] : [],
  );
  return {
    resourceType: 'MedicationKnowledge',
    code: {
      coding: [{ system: identifierSystems.rplProduct, code: product.id, display: displayOf(product) }],
      text: displayOf(product),
    },
    status: 'active',
    ...(product.holder ? { manufacturer: { display: product.holder } } : {}),
    ...(product.form ? { doseForm: { text: product.form } } : {}),
    ...listed('synonym', product.commonName ? [product.commonName] : []),
    ...listed('ingredient', ingredients(product)),
    ...listed(
      'intendedRoute',
      product.routes.map((route) => ({ text: route })),
    ),
    ...listed('regulatory', [{ regulatoryAuthority: { display: keeper }, ...listed('schedule', schedule) }]),
    ...listed(
      'medicineClassification',
      product.atc.length > 0 ? [{ type: { text: 'ATC' }, classification: [{ coding: atcOf(product) }] }] : [],
    ),
  } as const;
}
