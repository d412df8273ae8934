/** Database servers whose own client libraries are used. */
export type SqlProduct = 'postgresql' | 'mysql' | 'mariadb' | 'sqlserver' | 'oracle';

/** A value as every server has it; what is neither text, number nor truth value is left out. */
export type SqlValue = string | number | boolean | null;
/** One row by column name in small letters: Oracle writes them large. */
export type SqlRow = ReadonlyMap<string, SqlValue>;

/** TLS of a connection: `{}` trusts the authorities of this computer. The server's certificate is always checked. */
export interface SqlTls {
  readonly ca?: Buffer | undefined;
  readonly cert?: Buffer | undefined;
  readonly key?: Buffer | undefined;
  readonly passphrase?: string | undefined;
  readonly servername?: string | undefined;
}

/** A server and how to log in. */
export interface SqlTarget {
  readonly product: SqlProduct;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Name of the database; with Oracle the service name. */
  readonly database?: string | undefined;
  /** Without it nothing is encrypted; a server that asks for the password in clear text then gets it so. */
  readonly tls?: SqlTls | undefined;
}

/** Why there is no answer. `code` is the library's or the server's own, never its text. */
export type SqlFailure =
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout'; readonly limitMs: number }
  | { readonly kind: 'closed'; readonly code: string }
  | { readonly kind: 'login-refused'; readonly code: string }
  | { readonly kind: 'no-database'; readonly code: string }
  | { readonly kind: 'tls'; readonly code: string }
  | { readonly kind: 'tls-required'; readonly code: string }
  | { readonly kind: 'denied'; readonly code: string }
  | { readonly kind: 'too-old'; readonly code: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'protocol-error'; readonly code: string }
  | { readonly kind: 'cancelled' };

/** Rows of each query in turn. */
export type SqlOutcome =
  | { readonly kind: 'rows'; readonly results: readonly (readonly SqlRow[])[] }
  | SqlFailure;

/** How long the whole conversation may take, and who may stop it. */
export interface SqlLimits {
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** One library behind one function; it throws the library's own error, which `classify` reads. */
export interface SqlDriver {
  readonly defaultPort: number;
  readonly query: (
    target: SqlTarget,
    queries: readonly string[],
    conversation: { readonly limitMs: number; readonly signal: AbortSignal },
  ) => Promise<readonly (readonly SqlRow[])[]>;
  readonly classify: (code: string) => SqlFailure | undefined;
}
