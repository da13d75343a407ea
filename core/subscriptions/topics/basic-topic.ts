/**
 * Topics in R4, which has no such resource: a Basic with the elements as extensions, as the backport's guide and the
 * cross-version extensions write it. https://hl7.org/fhir/uv/subscriptions-backport/2024Jan/Basic-r4-encounter-complete.html
 * https://hl7.org/fhir/uv/xver-r5.r4/0.1.0/StructureDefinition-profile-SubscriptionTopic.html
 */
import type { Resource } from '../../record/record.ts';

interface Extension {
  readonly url?: string;
  readonly extension?: readonly Extension[];
  readonly [value: string]: unknown;
}

const ofVersion = /^http:\/\/hl7\.org\/fhir\/(?:4\.3|5\.0)\/StructureDefinition\/extension-SubscriptionTopic\.(\w+)$/;
const ofArtifact = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/artifact-(url|version|title|status)$/;

/** Whether a resource holds a topic. */
export function isTopic({ resourceType, code }: Resource): boolean {
  const { coding } = (code ?? {}) as { coding?: readonly { system?: string; code?: string }[] };
  return resourceType === 'Basic' && (coding ?? []).some((one) => one.code === 'SubscriptionTopic');
}

/** The topic as R4B writes it. */
export function topicOfBasic(basic: Resource): { [element: string]: unknown } {
  const { extension = [], modifierExtension = [] } = basic as {
    extension?: readonly Extension[];
    modifierExtension?: readonly Extension[];
  };
  return elementsOf([...extension, ...modifierExtension], (url) => (ofVersion.exec(url) ?? ofArtifact.exec(url))?.[1]);
}

const repeating = new Set([
  ...['resourceTrigger', 'eventTrigger', 'canFilterBy', 'notificationShape'],
  ...['supportedInteraction', 'include', 'revInclude'],
]);

function elementsOf(extensions: readonly Extension[], nameOf: (url: string) => string | undefined) {
  const elements: { [element: string]: unknown } = {};
  for (const { url = '', extension, ...rest } of extensions) {
    const name = nameOf(url);
    if (name === undefined || name === '__proto__') continue;
    const value = extension ? elementsOf(extension, (inner) => inner) : rest[Object.keys(rest).find(isValue) ?? ''];
    if (repeating.has(name)) elements[name] = [...((elements[name] as unknown[]) ?? []), value];
    else elements[name] = value;
  }
  return elements;
}

const isValue = (key: string): boolean => key.startsWith('value');
