/** The face of foreign summaries: `foreignSummaries(needs) → System`. See README.md. */
import type { System } from '#core/http/operation.ts';
import type { Change } from '#core/record/record.ts';
import { contentOf, profiles } from './fhir.ts';
import { system } from './model.ts';
import type { ForeignNeeds } from './needs.ts';
import { operations } from './operations.ts';
import { sha256 } from './reading.ts';
import { refuse } from './refusals.ts';

export type { ForeignNeeds } from './needs.ts';

export function foreignSummaries(needs: ForeignNeeds): System {
  const { record } = needs;
  // Whoever has the right may file one; what was received is never changed.
  record.owns({
    ...{ system, types: ['DocumentReference'], profiles: [profiles.document], writers: 'all' },
    hook: async (_tx, changes) => changes.forEach(demandUnchanged),
  });
  record.owns({
    ...{ system, types: ['List', 'Provenance'], profiles: [profiles.decisions, profiles.provenance] },
    hook: async () => undefined,
  });
  return { name: system, operations: operations(needs) };
}

/** What was received stays; that it was filed by mistake can be said. @throws Refusal `document-immutable` */
function demandUnchanged({ method, resource, version }: Change): void {
  if (method === 'delete' || !resource) return;
  const content = contentOf(resource);
  const hash = (resource.masterIdentifier as { value?: string } | undefined)?.value;
  const isWhole = content !== undefined && sha256(content) === hash;
  const isChanged = method === 'update' && resource.status === 'current';
  if (!isWhole || isChanged) throw refuse('document-immutable', `Version ${version}.`);
}
