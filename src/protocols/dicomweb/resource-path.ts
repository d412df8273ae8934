import type { DicomWebConnection } from './connection.ts';

/** A study, a series in it or an instance in that. */
export interface ResourceUids {
  readonly study: string;
  readonly series?: string;
  /** Only beside `series`. */
  readonly instance?: string;
}

/** One instance. */
export type InstanceUids = Required<ResourceUids>;

/**
 * Checks a UID that becomes part of an address (PS3.5 9.1).
 * @throws RangeError for what is no UID.
 */
export function requireUid(uid: string): string {
  if (uid.length > 64 || !/^[0-9]+(\.[0-9]+)*$/.test(uid)) throw new RangeError('not a UID');
  return uid;
}

/**
 * The path of a study, series or instance below the service (PS3.18 10.1.1).
 * @throws RangeError for what is no UID, or an instance without its series.
 */
export function writeResourcePath({ instance, series, study }: ResourceUids): string {
  if (series === undefined) {
    if (instance !== undefined) throw new RangeError('an instance needs its series');
    return `studies/${requireUid(study)}`;
  }
  const path = `studies/${requireUid(study)}/series/${requireUid(series)}`;
  return instance === undefined ? path : `${path}/instances/${requireUid(instance)}`;
}

/** A query parameter. */
export type QueryParameter = readonly [name: string, value: string | number];

/**
 * Writes a query (RFC 3986 3.4). A space is `%20`, for `+` is not one to every server; slash and comma stay as they
 * are, which the RFC allows and servers expect that split values before they decode them.
 */
export function writeQuery(parameters: Iterable<QueryParameter>): string {
  const encode = (text: string): string =>
    encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%2C', ',');
  return [...parameters]
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&');
}

/** The address of a path below the service, with a query. */
export function writeUrl(
  { settings }: DicomWebConnection,
  path: string,
  query: readonly QueryParameter[] = [],
): URL {
  const url = new URL(path, settings.baseUrl);
  url.search = writeQuery(query);
  return url;
}
