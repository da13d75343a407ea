/** What the compiler made (build/fhir), loaded when it is first needed, one resource type at a time. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../build/fhir/', import.meta.url);
const require = createRequire(import.meta.url);

/** A generated module (`validators/Observation.js`). When it is missing, throws an Error that says how to build. */
export function artefactModule<Module>(path: string): Module {
  return built(() => require(fileURLToPath(new URL(path, folder))) as Module);
}

/** A generated JSON file, such as `search/Observation.json`. Throws as artefactModule does. */
export function artefactJson<Content>(path: string): Content {
  return built(() => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as Content);
}

function built<Content>(load: () => Content): Content {
  try {
    return load();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('the compiled FHIR definitions are missing: run "npm run build" first', { cause: error });
  }
}
