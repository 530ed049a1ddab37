import type { paths } from './schema';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;
type Content<R> = R extends { content: { 'application/json': infer C } } ? C : undefined;
type Ok<O> = O extends { responses: infer R }
  ? Content<
      R extends { 200: infer A } ? A : R extends { 201: infer B } ? B : R extends { 202: infer D } ? D : never
    >
  : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;
type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } } ? B : undefined;

/** What an address of the hub answers when all went well. */
export type Answer<P extends PathsWith<M>, M extends Method = 'get'> = Ok<Operation<P, M>>;

/** What the hub said when it would not, or that it said nothing at all. */
export class HubError extends Error {
  constructor(
    /** HTTP status; 0 where there was no answer. */
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'HubError';
  }

  /** Whether nobody answered, or only to say that nobody is ready. */
  get isSilence(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

interface Asked<O> {
  path?: Record<string, string | number>;
  query?: Query<O>;
  body?: Body<O>;
  signal?: AbortSignal;
}

interface Anything {
  path?: Record<string, string | number>;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
}

/** Called with every answer's success, so that the shell knows whether the hub lives and who is signed in. */
export const heard = {
  answer: (_status: number) => {},
  silence: () => {},
};

/** What proves to the hub that a request comes from this page. */
export const proof: { csrf?: string } = {};

/** Longest filter text that is sent; what is longer finds nothing in any field anyway. */
const textMax = 200;

function addressOf(
  path: string,
  values: Record<string, string | number> = {},
  query: object | undefined = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') {
        search.append(name, String(one).slice(0, textMax));
      }
    }
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

async function wordsOf(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? response.statusText;
  } catch {
    return response.statusText || `The hub answers ${response.status}.`;
  }
}

/** Asks the hub. Throws a HubError for everything that is not a success. */
export async function ask(method: Method, path: string, asked: Anything = {}): Promise<unknown> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (asked.body !== undefined || method !== 'get') {
    headers['Content-Type'] = 'application/json';
  }
  if (method !== 'get' && proof.csrf) {
    headers['X-CSRF-Token'] = proof.csrf;
  }
  let response: Response;
  try {
    response = await fetch(addressOf(path, asked.path, asked.query), {
      method: method.toUpperCase(),
      headers,
      body: asked.body === undefined ? (method === 'get' ? undefined : '{}') : JSON.stringify(asked.body),
      signal: asked.signal,
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch (fault) {
    if (asked.signal?.aborted) {
      throw fault;
    }
    heard.silence();
    throw new HubError(0, 'The hub does not answer.');
  }
  heard.answer(response.status);
  if (!response.ok) {
    throw new HubError(response.status, await wordsOf(response));
  }
  return response.status === 204 ? undefined : response.json();
}

/** Reads something of the hub. */
export const read = <P extends PathsWith<'get'>>(
  path: P,
  asked: Asked<Operation<P, 'get'>> = {},
): Promise<Answer<P, 'get'>> => ask('get', path, asked as Anything) as Promise<Answer<P, 'get'>>;

type Does = <P extends PathsWith<'post'>>(
  path: P,
  asked?: Asked<Operation<P, 'post'>>,
) => Promise<Answer<P, 'post'>>;
type Changes = <P extends PathsWith<'patch'>>(
  path: P,
  asked?: Asked<Operation<P, 'patch'>>,
) => Promise<Answer<P, 'patch'>>;
type Replaces = <P extends PathsWith<'put'>>(
  path: P,
  asked?: Asked<Operation<P, 'put'>>,
) => Promise<Answer<P, 'put'>>;
type Removes = <P extends PathsWith<'delete'>>(
  path: P,
  asked?: Asked<Operation<P, 'delete'>>,
) => Promise<void>;

/** Asks the hub to do something. */
export const act = ((path: string, asked?: Anything) => ask('post', path, asked)) as Does;
/** Changes a part of something. */
export const change = ((path: string, asked?: Anything) => ask('patch', path, asked)) as Changes;
/** Puts something in the place of what is there. */
export const replace = ((path: string, asked?: Anything) => ask('put', path, asked)) as Replaces;
/** Takes something away. */
export const remove = ((path: string, asked?: Anything) => ask('delete', path, asked)) as Removes;
