// Compares every response that a test fetches from the product with the OpenAPI document of the build, so that the document cannot drift.
// It runs outside of the sandboxes: a worker compiles each schema once, for all its test files.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const DOCUMENT = new URL('../../../dist/openapi.json', import.meta.url);
const DAY = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The parts of the document that a check needs; read at the first response. */
let contract;

function readContract() {
  const document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
  const ajv = new Ajv2020({ strict: false, formats: { date: DAY, 'date-time': INSTANT } });
  ajv.addSchema({ $id: 'api', components: document.components });
  const paths = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    // A fixed path comes before one with parameters: /clients/leaderboard before /clients/{id}.
    rank: path.includes('{') ? 1 : 0,
    path,
    operations,
  }));
  return { document, ajv, paths: paths.sort((a, b) => a.rank - b.rank), validators: new Map() };
}

/** Returns `fetch` with the check. Responses of other servers, and of routes outside the document, pass. */
export function withContract(fetch) {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (isOfProduct(response) && existsSync(DOCUMENT)) await checkResponse(response, input, init);
    return response;
  };
}

/** Every response of the product has an id and the headers of helmet. Servers that a test makes of its parts have one of them only. */
function isOfProduct({ headers }) {
  return headers.has('x-request-id') && headers.has('x-content-type-options');
}

/** Throws when an event of the stream is not what the document says. */
export function assertApiEvent(event, data) {
  contract ??= readContract();
  assertMatches({ $ref: '#/components/schemas/StreamEvent' }, { event, data }, `the event ${event}`);
}

async function checkResponse(response, input, init) {
  contract ??= readContract();
  const method = (init?.method ?? input.method ?? 'GET').toLowerCase();
  const { pathname } = new URL(input.url ?? input);
  const operation = contract.paths.find(({ pattern }) => pattern.test(pathname))?.operations[method];
  if (!operation) return;
  const name = `${method.toUpperCase()} ${pathname} with status ${response.status}`;
  const documented = resolve(operation.responses[response.status]);
  if (!documented) throw new Error(`The OpenAPI document does not know ${name}`);
  const { content } = documented;
  if (!content) return;
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0];
  if (!content[mediaType]) throw new Error(`The OpenAPI document does not know ${mediaType} of ${name}`);
  if (mediaType !== 'application/json') return;
  const body = await readJson(response.clone());
  if (body !== undefined) assertMatches(content[mediaType].schema, body, name);
}

function resolve(response) {
  return response?.$ref ? contract.document.components.responses[response.$ref.split('/').at(-1)] : response;
}

/** Returns the JSON of a response; undefined when the connection broke, which the test itself notices. */
async function readJson(response) {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}

function assertMatches(schema, value, name) {
  const { ajv, validators } = contract;
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
  let validate = validators.get(text);
  if (!validate) {
    validate = ajv.compile(JSON.parse(text));
    validators.set(text, validate);
  }
  if (!validate(value)) {
    throw new Error(`The OpenAPI document describes ${name} differently: ${ajv.errorsText(validate.errors)}`);
  }
}
