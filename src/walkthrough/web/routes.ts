import { isPageFileName, type PageFileName } from './page-files.ts';

/** What a request asks for, behind the token of a link. */
export type Route =
  | { readonly kind: 'front' }
  | { readonly kind: 'claim' }
  | { readonly kind: 'file'; readonly name: PageFileName }
  | { readonly kind: 'state' }
  | { readonly kind: 'people' }
  | { readonly kind: 'submit'; readonly task: string; readonly what: SubmitKind }
  | { readonly kind: 'stage'; readonly task: string }
  | { readonly kind: 'unstage'; readonly task: string; readonly id: number };

/** What can be handed in. */
export type SubmitKind = 'picture' | 'code' | 'value' | 'statement' | 'cannot-show';

/** A request taken apart; `token` is what stands in the place of one, whatever it is. */
export interface Target {
  readonly token: string;
  /** True of the link as copied without its last slash. */
  readonly lacksSlash: boolean;
  readonly route?: Route;
}

const mostTargetCharacters = 200;
const submitKinds: readonly string[] = ['picture', 'code', 'value', 'statement', 'cannot-show'];

/**
 * Takes a request apart. Names are compared whole and as sent: nothing is decoded, and nothing becomes a path on the
 * disk, so that `..`, `%2e` and the like are only names that do not exist.
 */
export function readTarget(method: string, url: string): Target | undefined {
  if (url.length > mostTargetCharacters) return undefined;
  const [, token, slash = '', rest = ''] = /^\/([^/?#]+)(\/)?([^?#]*)$/.exec(url) ?? [];
  if (token === undefined) return undefined;
  const route = readRoute(method === 'HEAD' ? 'GET' : method, rest);
  return { token, lacksSlash: slash === '', ...(route && { route }) };
}

function readRoute(method: string, rest: string): Route | undefined {
  if (rest === '') {
    if (method === 'GET') return { kind: 'front' };
    return method === 'POST' ? { kind: 'claim' } : undefined;
  }
  if (method === 'GET') {
    if (rest === 'walk') return { kind: 'state' };
    return isPageFileName(rest) && !rest.endsWith('.html')
      ? { kind: 'file', name: rest }
      : undefined;
  }
  if (rest === 'people') return method === 'POST' ? { kind: 'people' } : undefined;
  const [folder, task, what = '', id, ...more] = rest.split('/');
  if (folder !== 'tasks' || task === undefined || more.length > 0) return undefined;
  if (method === 'DELETE')
    return what === 'files' && id !== undefined && /^\d{1,9}$/.test(id)
      ? { kind: 'unstage', task, id: Number(id) }
      : undefined;
  if (method !== 'POST' || id !== undefined) return undefined;
  if (what === 'files') return { kind: 'stage', task };
  return isSubmitKind(what) ? { kind: 'submit', task, what } : undefined;
}

function isSubmitKind(text: string): text is SubmitKind {
  return submitKinds.includes(text);
}
