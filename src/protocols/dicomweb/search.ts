import type { DicomWebConnection } from './connection.ts';
import type { DicomJsonDataset, DicomJsonDeviation } from './dicom-json.ts';
import { exchange } from './exchange.ts';
import type { CallOptions } from './options.ts';
import { type DicomWebOutcome, protocolFault } from './outcome.ts';
import { DICOM_JSON, readJsonAnswer } from './read-json-answer.ts';
import { type QueryParameter, writeResourcePath, writeUrl } from './resource-path.ts';

/** Which resources are searched (PS3.18 table 10.6.1-1). */
export type SearchScope =
  | { readonly level: 'studies' }
  | { readonly level: 'series'; readonly within?: { readonly study: string } }
  | {
      readonly level: 'instances';
      readonly within?: { readonly study: string; readonly series?: string };
    };

/** What is searched for (PS3.18 8.3.4). */
export type SearchQuery = SearchScope & {
  /**
   * Values by attribute, `PatientID` or `00100020`; `*` and `?` as in C-FIND (PS3.18 8.3.4.1). A UID is the surest key:
   * there are servers that do not decode the percent escapes of a name.
   */
  readonly match?: Readonly<Record<string, string>>;
  /** Further attributes to be told, or `all` (PS3.18 8.3.4.3). */
  readonly includeFields?: readonly string[];
  /** Most results wanted (PS3.18 8.3.4.4). */
  readonly limit?: number;
  /** Results to leave out at the beginning. */
  readonly offset?: number;
  readonly fuzzyMatching?: boolean;
};

/** What a search found. The matches may be real patients': count and drop what is not ours. */
export interface SearchResult {
  readonly matches: readonly DicomJsonDataset[];
  readonly deviations: readonly DicomJsonDeviation[];
  /** More matches came than were asked for. */
  readonly limitIgnored: boolean;
  /** A `Warning` header: more results exist, or a key was not used (PS3.18 8.3.4.4, 10.6.3.1); 200 characters at most. */
  readonly warning?: string;
}

/**
 * Searches for studies, series or instances, QIDO-RS (PS3.18 10.6).
 * @throws RangeError for an attribute name, UID, limit or offset that cannot be asked for.
 */
export function search(
  connection: DicomWebConnection,
  query: SearchQuery,
  options?: CallOptions,
): Promise<DicomWebOutcome<SearchResult>> {
  const { limits } = connection.settings;
  return exchange(
    connection,
    {
      method: 'GET',
      url: writeUrl(connection, writeSearchPath(query), writeSearchParameters(query)),
      accept: DICOM_JSON,
      statuses: [200, 204],
    },
    async (answer) => {
      const warning = answer.header('warning')?.slice(0, 200);
      const said = warning === undefined ? {} : { warning };
      if (answer.status === 204) {
        await answer.bytes(limits.maxJsonBytes);
        return { matches: [], deviations: [], limitIgnored: false, ...said };
      }
      const { datasets, deviations, shape } = await readJsonAnswer(answer, limits);
      if (shape !== 'array') {
        throw protocolFault('a search answers with an array of data sets', 'not-dicom-json');
      }
      const limitIgnored = query.limit !== undefined && datasets.length > query.limit;
      return { matches: datasets, deviations, limitIgnored, ...said };
    },
    options,
  );
}

function writeSearchPath(scope: SearchScope): string {
  if (scope.level === 'studies' || scope.within === undefined) return scope.level;
  const { study } = scope.within;
  if (scope.level === 'series') return `${writeResourcePath({ study })}/series`;
  const { series } = scope.within;
  const parent = series === undefined ? { study } : { study, series };
  return `${writeResourcePath(parent)}/instances`;
}

function writeSearchParameters(query: SearchQuery): QueryParameter[] {
  const fields = query.includeFields ?? [];
  for (const name of [...Object.keys(query.match ?? {}), ...fields]) {
    if (!/^[0-9A-Za-z][0-9A-Za-z.]{0,127}$/.test(name))
      throw new RangeError('not an attribute name');
  }
  for (const count of [query.limit, query.offset]) {
    if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError('limit and offset must be whole numbers');
    }
  }
  return [
    ...Object.entries(query.match ?? {}),
    ...fields.map((field) => ['includefield', field] as const),
    ...(query.fuzzyMatching === undefined
      ? []
      : [['fuzzymatching', String(query.fuzzyMatching)] as const]),
    ...(query.limit === undefined ? [] : [['limit', query.limit] as const]),
    ...(query.offset === undefined ? [] : [['offset', query.offset] as const]),
  ];
}
