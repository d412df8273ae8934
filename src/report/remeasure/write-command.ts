/** Words of a command that we wrote ourselves, put in as they are. */
interface FixedWords {
  readonly fixed: string;
}
/** An address of the web, put in between single quotes. */
interface WebAddress {
  readonly url: string;
}
/** A machine and its port as one word. */
interface HostAndPort {
  readonly host: string;
  readonly port: number;
  /** Stands in front where the address is one of IPv6, which some programs ask to be told. */
  readonly sixPrefix?: string;
}
type CommandValue = string | number | FixedWords | WebAddress | HostAndPort;

/** Nothing that a shell reads in any way but as itself, and no option: names of hosts, AE titles, accounts, versions. */
const safeWord = /^[A-Za-z0-9_][A-Za-z0-9._:-]{0,254}$/;
/** A matching key of a query as DCMTK takes it. */
const safeKey = /^[0-9a-f]{4},[0-9a-f]{4}=[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
/** No account, no query and no fragment: those may hold secrets. HAProxy's statistics end with `;csv`. */
const safeUrl =
  /^https?:\/\/(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:\/[A-Za-z0-9._~/-]*)?(?:;csv)?$/;
const longestCommand = 600;

/** Fixed words inside a command; left out of it when a condition does not hold. */
export function words(fixed: string, isWanted = true): FixedWords {
  return { fixed: isWanted ? fixed : '' };
}

/**
 * A command line that may be pasted into a POSIX shell: what stands in the template is ours, every value from outside
 * is checked against a closed set of characters.
 * @returns `undefined` when a value is missing or has any other character: then nothing is printed that could do harm
 */
export function writeCommand(
  template: TemplateStringsArray,
  ...values: readonly (CommandValue | undefined)[]
): string | undefined {
  let line = template[0] ?? '';
  for (const [index, value] of values.entries()) {
    const written = value === undefined ? undefined : writeValue(value);
    if (written === undefined) return undefined;
    line += written + (template[index + 1] ?? '');
  }
  const trimmed = line.replace(/ {2,}/g, ' ').trim();
  return trimmed.length > longestCommand ? undefined : trimmed;
}

/** An address without its query, and only where the whole of it may be printed. */
export function isSafeUrl(url: string): boolean {
  return safeUrl.test(url) && URL.canParse(url);
}

function writeValue(value: CommandValue): string | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  if (typeof value === 'string')
    return safeWord.test(value) || safeKey.test(value) ? value : undefined;
  if ('fixed' in value) return value.fixed;
  if ('url' in value) return isSafeUrl(value.url) ? `'${value.url}'` : undefined;
  return writeHostAndPort(value);
}

function writeHostAndPort({ host, port, sixPrefix = '' }: HostAndPort): string | undefined {
  if (!safeWord.test(host) || !Number.isSafeInteger(port) || port < 1 || port > 65_535)
    return undefined;
  // Brackets are patterns to a shell.
  return host.includes(':') ? `'${sixPrefix}[${host}]:${port}'` : `${host}:${port}`;
}
