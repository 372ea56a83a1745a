import type { OpenApiDocument } from '../../../contract/openapi/document';
import type { OperationObject, ResponseObject } from '../../../contract/openapi/types';
import { curlOf } from './curl';
import { componentName, fieldItem, fieldList } from './fields';
import { html, inline, jsonBlock, NOTHING, paragraphs, Html } from './html';
import { STYLE } from './style';

/** In one piece, because its hash is that of every character in it. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

/** The reference as one page of HTML without scripts. Pure: one document gives one text. */
export function renderPage(document: OpenApiDocument): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        ${contents(document)}
        <main id="content">
          ${introduction(document)} ${sections(document)} ${objects(document)}
        </main>
      </body>
    </html> `;
  return page.text;
}

function contents(document: OpenApiDocument): Html {
  const { info, tags, components } = document;
  const groups = tags.map(
    ({ name }) =>
      html`<p class="group">${name}</p>
        <ul>
          ${operationsOf(document, name).map(navItem)}
        </ul>`,
  );
  return html`<nav aria-label="Contents">
    <p class="brand">${info.title} <span>${info.version}</span></p>
    ${groups}
    <p class="group">Objects</p>
    <ul>
      ${Object.keys(components.schemas).map(objectItem)}
    </ul>
  </nav>`;
}

function introduction({ info }: OpenApiDocument): Html {
  return html`<h1>${info.title}</h1>
    ${paragraphs(info.description)}
    <p><a href="/v1/openapi.json">OpenAPI 3.1 document</a></p>`;
}

function sections(document: OpenApiDocument): Html {
  const parts = document.tags.map(
    ({ name, description }) =>
      html`<h2>${name}</h2>
        <p>${inline(description)}</p>
        ${operationsOf(document, name).map((one) => operationSection(one, document))}`,
  );
  return html`${parts}`;
}

function objects({ components }: OpenApiDocument): Html {
  const parts = Object.entries(components.schemas).map(
    ([name, schema]) =>
      html`<section id="${name}">
        <h3>${name}</h3>
        ${schema.description === undefined ? NOTHING : html`<p>${inline(schema.description)}</p>`}
        ${fieldList(schema, {})}
      </section>`,
  );
  return html`<h2>Objects</h2>
    ${parts}`;
}

function operationsOf({ paths }: OpenApiDocument, tag: string): Listed[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return all.filter(({ operation }) => operation.tags.includes(tag));
}

function navItem({ method, operation }: Listed): Html {
  const { operationId, summary } = operation;
  return html`<li>
    <a href="#${operationId}"><b class="${method}">${method}</b> <span>${summary}</span></a>
  </li>`;
}

function objectItem(name: string): Html {
  return html`<li>
    <a href="#${name}"><span>${name}</span></a>
  </li>`;
}

function operationSection(listed: Listed, document: OpenApiDocument): Html {
  const { method, path, operation } = listed;
  const { schemas } = document.components;
  const role = operation.security[0]?.['apiKey']?.[0];
  return html`<section id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p class="path"><b class="${method}">${method}</b><code>${path}</code></p>
    ${paragraphs(operation.description)}
    <p class="role">
      ${
        role === undefined
          ? 'No key is needed.'
          : html`Needs a key with the role <code>${role}</code>.`
      }
    </p>
    ${parameterList(operation, schemas)} ${bodyPart(operation, schemas)}
    <h4>Example</h4>
    <pre tabindex="0"><code>${curlOf(listed, operation)}</code></pre>
    <h4>Answers</h4>
    ${answersOf(operation).map(([status, answer]) => answerPart(status, answer))}
    <h4>Errors</h4>
    <ul class="errors">
      ${errorItems(operation)}
    </ul>
  </section>`;
}

type Schemas = OpenApiDocument['components']['schemas'];

function parameterList({ parameters }: OperationObject, schemas: Schemas): Html {
  if (parameters.length === 0) return NOTHING;
  const items = parameters.map(({ name, in: place, required, description, schema }) =>
    fieldItem({ name, isRequired: required, schema, description, place }, schemas),
  );
  return html`<h4>Parameters</h4>
    <ul class="fields">
      ${items}
    </ul>`;
}

function bodyPart({ requestBody }: OperationObject, schemas: Schemas): Html {
  const schema = requestBody?.content['application/json']?.schema;
  return schema
    ? html`<h4>Body</h4>
        ${fieldList(schema, schemas)}`
    : NOTHING;
}

function answersOf({ responses }: OperationObject): [string, ResponseObject][] {
  return Object.entries(responses).filter(([, response]) => response['x-errors'] === undefined);
}

function answerPart(status: string, { description, headers, content }: ResponseObject): Html {
  const [type, media] = Object.entries(content)[0] ?? [];
  const name = media && componentName(media.schema);
  const sample = media?.examples?.['sample'];
  const carried = name ? html`<a href="#${name}">${name}</a>` : html`<code>${type ?? ''}</code>`;
  const told = Object.entries(headers).map(
    ([header, said]) =>
      html`<li>
        <code class="name">${header}</code>
        <p>${inline(said.description)}</p>
      </li>`,
  );
  return html`<details>
    <summary>
      <b class="status">${status}</b> <span>${inline(description)} ${carried}</span>
    </summary>
    <p class="label">Headers</p>
    <ul class="fields">
      ${told}
    </ul>
    ${
      sample
        ? html`<p class="label">Body</p>
            ${jsonBlock(sample.value)}`
        : NOTHING
    }
  </details>`;
}

function errorItems({ responses }: OperationObject): Html[] {
  return Object.entries(responses).flatMap(([status, response]) =>
    (response['x-errors'] ?? []).map(
      ({ code, when, retry }) =>
        html`<li>
          <div class="field">
            <b class="status">${status}</b> <code class="name">${code}</code>
            <span class="type">retry: ${retry}</span>
          </div>
          <p>${inline(when)}</p>
        </li>`,
    ),
  );
}
