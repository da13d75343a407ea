/** The API for people: one page of plain HTML made from the OpenAPI document; no script, nothing from elsewhere. */
import { kinds, type RefusalKind } from '../../refusal/refusal.ts';
import { kindWords } from '../problem.ts';
import type { Content, OpenApiDocument, PathOperation } from './model.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const esc = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const code = (value: unknown): string =>
  `<pre tabindex="0"><code>${esc(typeof value === 'string' ? value : JSON.stringify(value, null, 2))}</code></pre>`;

interface Listed extends PathOperation {
  readonly method: string;
  readonly path: string;
}

/** HTML of the whole API, its operations under the systems they belong to. */
export function apiPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Listed => ({ method: method.toUpperCase(), path, ...operation }),
    ),
  );
  const groups = document.tags.map(({ name, description }) => ({
    ...{ name, description },
    own: operations.filter(({ tags }) => tags.includes(name)),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · e-Zdrowie</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header>
<h1>e-Zdrowie API <small>${esc(document.info.version)}</small></h1>
<p>The service bus (<span lang="pl">Szyna Usług</span>, SUS). Synthetic people only; not for clinical use.</p>
<p><a href="/api/openapi.json">openapi.json</a> · base address <code>${esc(document.servers[0]?.url ?? '')}</code></p>
</header>
<nav aria-label="Systems"><ul>
${groups.map(({ name, own }) => `<li><a href="#system-${name}">${name}</a> ${own.length}</li>`).join('\n')}
<li><a href="#problems">problems</a></li>
</ul></nav>
<main>
${groups.map(section).join('\n')}
${problems()}
</main>
</body>
</html>
`;
}

const section = ({ name, description, own }: { name: string; description?: string | undefined; own: Listed[] }) =>
  `<section id="system-${name}"><h2>${esc(name)}</h2>${description ? `<p>${esc(description)}</p>` : ''}
${own.map(article).join('\n')}
</section>`;

const tableHead = '<thead><tr><th>name</th><th>where</th><th>what</th></tr></thead>';

function article(operation: Listed): string {
  const { operationId, summary, method, path, description, parameters = [], requestBody, responses } = operation;
  const roles = operation['x-roles'];
  const who = operation.security.length === 0 ? 'anyone' : (roles?.join(', ') ?? 'whoever has the scope');
  const sunset = operation['x-sunset'];
  const rows = parameters.map(
    ({ name, in: where, required, schema, description: says = '' }) =>
      `<tr><td><code>${esc(name)}</code></td><td>${where}${required ? ', required' : ''}</td>` +
      `<td>${esc(says)} <code>${esc(JSON.stringify(schema))}</code></td></tr>`,
  );
  return `<article id="${operationId}">
<h3><code><b>${method}</b> ${esc(path)}</code> <a href="#${operationId}">${operationId}</a></h3>
<p>${esc(summary)}${description ? ` ${esc(description)}` : ''}</p>
${sunset ? `<p><strong>Deprecated: may be gone from ${esc(sunset)} on.</strong></p>` : ''}
<p>Who: ${esc(who)}</p>
${rows.length > 0 ? `<table>${tableHead}<tbody>${rows.join('')}</tbody></table>` : ''}
${requestBody ? content('Request', requestBody.content) : ''}
${content('Reply', responses[200]?.content)}
</article>`;
}

function content(title: string, given: { readonly [media: string]: Content } | undefined): string {
  return Object.entries(given ?? {})
    .filter(([, { schema, examples }]) => schema ?? examples)
    .map(
      ([media, { schema, examples = {} }]) =>
        `<details><summary>${title}: ${esc(media)}</summary>${schema ? code(schema) : ''}</details>` +
        Object.values(examples)
          .map(({ summary, value }) => `<details><summary>${title}, ${esc(summary)}</summary>${code(value)}</details>`)
          .join(''),
    )
    .join('\n');
}

const problems = (): string => `<section id="problems"><h2>problems</h2>
<p>Refusals are <code>application/problem+json</code> (RFC 9457).
Decide by <code>code</code>; show <code>detail</code> or <code>detailPl</code>.</p>
<dl>
${(Object.keys(kinds) as RefusalKind[])
  .map((kind) => {
    const { en, pl } = kindWords[kind];
    return `<dt id="problem-${kind}"><code>${kinds[kind].status} ${kind}</code></dt>
<dd>${esc(en)}. <span lang="pl">${esc(pl)}</span></dd>`;
  })
  .join('\n')}
<dt id="problem-fault"><code>500 fault</code></dt>
<dd>Something failed on our side. <span lang="pl">Coś zawiodło po naszej stronie.</span></dd>
</dl></section>`;

export const apiStyle = `
:root { color-scheme: light dark; font: 16px/1.5 'IBM Plex Sans', system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; }
article { border-top: 1px solid; padding: .5rem 0; }
article:target, dt:target { outline: 2px solid; outline-offset: 4px; }
h3 { font-size: 1rem; margin: .5rem 0; }
h3 a { font-weight: normal; margin-left: .5rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; }
pre { max-height: 30rem; overflow: auto; padding: .5rem; border: 1px solid; }
code { font-family: 'IBM Plex Mono', ui-monospace, monospace; font-size: .875rem; }
`;
